"""Groups of the identity provider become roles, and go when the group goes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from maturity.actions.people.standing import end_sessions
from maturity.models import Event, GroupGrant, Membership, Told, User

MOST = 1000
LONGEST = 200


def told_by(answers: dict[str, Any]) -> set[str] | None:
    """The groups in the provider's answers. None: there are so many that it did not send them.

    A claim inside another is named with dots: "realm_access.roles". No claim is no group: some leave out what
    is empty.
    """
    found: set[str] = set()
    for answer in filter(None, (answers.get("id_token"), answers.get("userinfo"))):
        if settings.RUNGS_OIDC_GROUPS_CLAIM in (answer.get("_claim_names") or ()):
            return None
        found |= set(_texts(_inside(answer, settings.RUNGS_OIDC_GROUPS_CLAIM)))
    return found


def _inside(answer: Any, claim: str) -> Any:
    if isinstance(answer, dict) and claim in answer:
        return answer[claim]
    for part in claim.split("."):
        answer = answer.get(part) if isinstance(answer, dict) else None
    return answer


def _texts(value: Any) -> Iterable[str]:
    values = value if isinstance(value, list) else [value]
    return (one for one in values[:MOST] if isinstance(one, str) and 0 < len(one) <= LONGEST)


@transaction.atomic
def sync(user: User, groups: Iterable[str]) -> None:
    """Roles by single sign-on are exactly what the grants of these groups say. What a person gave stays."""
    grants = GroupGrant.objects.filter(group__in=sorted(set(groups))[:MOST])
    teams: dict[int, int] = {}
    for team, role in grants.exclude(team=None).values_list("team_id", "role"):
        assert team is not None
        teams[team] = max(role, teams.get(team, 0))
    changed = _members(user, teams)
    changed |= _administrator(user, wanted=grants.filter(team=None).exists())
    if changed:
        Event.objects.create(
            kind="groups.applied", actor=user, subject=user.username, at=timezone.now(),
            data={"teams": len(teams), "administrator": user.is_superuser},
        )  # fmt: skip


def _members(user: User, teams: dict[int, int]) -> bool:
    mine = Membership.objects.filter(user=user, source=Told.OIDC)
    known = dict(mine.values_list("team_id", "role"))
    if known == teams:
        return False
    mine.exclude(team__in=teams).delete()
    for team, role in teams.items():
        mine.update_or_create(
            user=user, team_id=team, source=Told.OIDC,
            defaults={"role": role}, create_defaults={"role": role, "created_at": timezone.now()},
        )  # fmt: skip
    return True


def _administrator(user: User, *, wanted: bool) -> bool:
    """It takes back what it gave, and never what a person gave."""
    if wanted == user.is_superuser or (user.is_superuser and user.admin_by != Told.OIDC):
        return False
    user.is_superuser = user.is_staff = wanted
    user.admin_by = Told.OIDC if wanted else Told.PERSON
    user.save(update_fields=["is_superuser", "is_staff", "admin_by"])
    end_sessions(user)
    return True
