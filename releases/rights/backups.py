"""Backups of databases in RDS."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from maturity.core.state.permissions import Statement, allow
from maturity.rights import Asked, Part, Right
from releases.rights._services import services


def _statements(asked: Asked) -> list[Statement]:
    return [allow(PART.actions)] if any(one.database for one in services(asked)) else []


PART = Part(
    place=110,
    client="rds",
    title=_("Backups in RDS"),
    when=_("an ECS service with a database"),
    without=_("The age of the last backup is unknown, and its gate blocks."),
    rights=(
        Right("rds:DescribeDBInstances", _("To what time an instance can be restored")),
        Right("rds:DescribeDBSnapshots", _("Its newest snapshot")),
        Right("rds:DescribeDBClusters", _("The same of an Aurora cluster")),
        Right("rds:DescribeDBClusterSnapshots", _("The newest snapshot of a cluster")),
    ),
    statements=_statements,
)
