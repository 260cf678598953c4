"""Events about a team."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from maturity.models import Event, Team, User


def tell(kind: str, by: User | None, team: Team, **data: Any) -> None:
    Event.objects.create(
        kind=kind, actor=by, team=team, subject=team.name, data={"name": team.name, **data},
        at=timezone.now(),
    )  # fmt: skip
