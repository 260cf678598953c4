"""CloudTrail, where a person chose that it is asked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from maturity.core.state.permissions import Statement, allow
from maturity.rights import Asked, Part, Right


def _statements(asked: Asked) -> list[Statement]:
    """LookupEvents knows no narrower resource."""
    return [allow(PART.actions)] if asked.connection.cloudtrail else []


PART = Part(
    place=30,
    client="cloudtrail",
    title=_("CloudTrail"),
    when=_("the choice to ask CloudTrail who changed what drifted"),
    without=_("Who changed what drifted stays unknown."),
    rights=(
        Right(
            "cloudtrail:LookupEvents",
            _("Calls on a drifted resource, 90 days back at most, two questions a second"),
        ),
    ),
    statements=_statements,
)
