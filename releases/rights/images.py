"""Images in ECR."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from maturity.core.state.permissions import Statement
from maturity.rights import Asked, Part, Right
from releases.rights._services import of_any


def _statements(asked: Asked) -> list[Statement]:
    """Which repositories they are in is known once the service was read."""
    return of_any(asked, PART.actions)


PART = Part(
    place=100,
    client="ecr",
    title=_("Images in ECR"),
    when=_("an ECS service of an application"),
    without=_("Whether the version before can be rolled back to is unknown, and its gate blocks."),
    rights=(
        Right("ecr:DescribeImages", _("Whether an image is still there, and its digest")),
        Right("ecr:GetLifecyclePolicy", _("Until when the version before can be pulled")),
    ),
    statements=_statements,
)
