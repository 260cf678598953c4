"""Alarms of CloudWatch."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from maturity.core.state.permissions import Statement
from maturity.rights import Asked, Part, Right
from releases.rights._services import of_any


def _statements(asked: Asked) -> list[Statement]:
    """Those that watch a service are looked for among all: no narrower resource would do."""
    return of_any(asked, PART.actions)


PART = Part(
    place=80,
    client="cloudwatch",
    title=_("CloudWatch alarms"),
    when=_("an ECS service of an application"),
    without=_("Whether an alarm fires or watches the service is unknown, and gates on alarms block."),
    rights=(
        Right(
            "cloudwatch:DescribeAlarms", _("Alarms that deployments obey, and those that watch the service")
        ),
    ),
    statements=_statements,
)
