"""ECS services, their deployments and what they run."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from maturity.core.state.permissions import Statement, allow
from maturity.rights import Asked, Part, Right
from releases.rights._services import named, of_any, services

OF_ALL = "ecs:DescribeTaskDefinition"  # AWS does not narrow it down to task definitions


def _statements(asked: Asked) -> list[Statement]:
    found = services(asked)
    narrow = [action for action in PART.actions if action != OF_ALL]
    return [allow(narrow, named(asked, found)), *of_any(asked, [OF_ALL])] if found else []


PART = Part(
    place=50,
    client="ecs",
    title=_("ECS services"),
    when=_("an ECS service of an application"),
    without=_("Nothing is known of the service: gates on it block, and no rollback is seen to work."),
    rights=(
        Right("ecs:DescribeServices", _("What the service is set to, and what serves")),
        Right(OF_ALL, _("Images and stop timeout of what runs, and of what comes")),
        Right("ecs:ListServiceDeployments", _("Which deployment is the newest")),
        Right("ecs:DescribeServiceDeployments", _("Its stage, its traffic, and hooks that pause it")),
        Right("ecs:DescribeServiceRevisions", _("Which image and which target group are blue and green")),
    ),
    statements=_statements,
)
