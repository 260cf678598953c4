"""Metrics of CloudWatch."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from maturity.core.state.permissions import Statement, allow
from maturity.rights import Asked, Part, Right
from releases.models import MetricSource
from releases.rights._services import services


def _statements(asked: Asked) -> list[Statement]:
    """AWS does not narrow it down."""
    sources = MetricSource.objects.filter(connection=asked.connection)
    return [allow(PART.actions)] if services(asked) or sources.exists() else []


PART = Part(
    place=90,
    client="cloudwatch",
    title=_("CloudWatch metrics"),
    when=_("an ECS service of an application, or a source of metrics"),
    without=_("Metrics cannot be read, and requests that the old version still gets are not counted."),
    rights=(
        Right("cloudwatch:GetMetricData", _("Metrics of services, and requests to target groups that drain")),
    ),
    statements=_statements,
)
