"""Answering deployments that pause: the only thing Rungs does in AWS, and only where a person allowed it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from maturity.core.state.permissions import Statement, allow
from maturity.rights import Asked, Part, Right
from releases.rights._services import named, services


def _statements(asked: Asked) -> list[Statement]:
    acting = [one for one in services(asked) if one.acts]
    return [allow(PART.actions, named(asked, acting))] if acting else []


PART = Part(
    place=60,
    client="ecs",
    title=_("Answers to ECS deployments that pause"),
    when=_("an ECS service with “Rungs may answer”"),
    without=_("A deployment that pauses waits until its own time is over."),
    rights=(
        Right(
            "ecs:ContinueServiceDeployment",
            _("To go on once the release is signed off, and back when it is rejected or rolled back"),
        ),
    ),
    statements=_statements,
)
