"""Target groups, load balancers and their rules."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from maturity.core.state.permissions import Statement
from maturity.rights import Asked, Part, Right
from releases.rights._services import of_any


def _statements(asked: Asked) -> list[Statement]:
    """AWS does not narrow them down."""
    return of_any(asked, PART.actions)


PART = Part(
    place=70,
    client="elbv2",
    title=_("Load balancers"),
    when=_("an ECS service of an application"),
    without=_("The share of the traffic, draining and health checks are unknown, and gates on them block."),
    rights=(
        Right("elasticloadbalancing:DescribeTargetGroups", _("Health checks, and what is in front of them")),
        Right("elasticloadbalancing:DescribeTargetGroupAttributes", _("Draining, slow start and stickiness")),
        Right("elasticloadbalancing:DescribeTargetHealth", _("How many targets serve, and how many drain")),
        Right("elasticloadbalancing:DescribeLoadBalancerAttributes", _("The idle timeout of connections")),
        Right("elasticloadbalancing:DescribeListeners", _("Where rules may stand")),
        Right("elasticloadbalancing:DescribeRules", _("The weights of blue and green")),
    ),
    statements=_statements,
)
