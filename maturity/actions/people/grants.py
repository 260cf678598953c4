"""What groups of the identity provider mean here."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from maturity.models import Event, GroupGrant, Role, Team, User


@transaction.atomic
def add_grant(by: User, group: str, team: Team | None, role: int) -> GroupGrant:
    """In effect for each person when they sign in the next time. Without a team: administrator of all."""
    made = GroupGrant.objects.create(group=group, team=team, role=role if team else Role.ADMIN)
    Event.objects.create(kind="grant.added", actor=by, at=timezone.now(), **_about(made))
    return made


@transaction.atomic
def remove_grant(by: User, grant: GroupGrant) -> None:
    about = _about(grant)
    if GroupGrant.objects.filter(pk=grant.pk).delete()[0]:
        Event.objects.create(kind="grant.removed", actor=by, at=timezone.now(), **about)


def _about(grant: GroupGrant) -> dict[str, Any]:
    data = {"role": grant.role, "team": grant.team.name if grant.team else ""}
    return {"subject": grant.group, "team": grant.team, "data": data}
