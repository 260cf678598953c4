"""Who somebody is at this moment: what outlives their account."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from msgspec import Struct

from maturity.actions.errors import Refused
from maturity.models import Role, Team, User


class Principal(Struct, frozen=True):
    """A person, read just now; `told` is what rows keep: see `models.SignOff.principal`."""

    user: User
    role: int
    told: dict[str, Any]


def principal(by: User, team: Team | None, login: str = "") -> Principal:
    """Read from the database, not from what the page knew. login: how they signed in, "password"."""
    user = User.objects.with_standing().filter(pk=by.pk, is_active=True).first()
    if user is None:
        raise Refused(_("Your account is not active any more."))
    role = role_in(user, team)
    teams = [name for _slug, name in user.own_teams.values()]
    told = {
        "username": user.username, "name": user.get_full_name(), "email": user.email, "role": role,
        "teams": teams, "login": login,
    }  # fmt: skip
    return Principal(user, role, told)


def role_in(user: User, team: Team | int | None) -> int:
    """0 for who has none, and for accounts that are not active."""
    if not user.is_active:
        return 0
    if user.is_superuser:
        return int(Role.ADMIN)
    key = team.pk if isinstance(team, Team) else team
    return user.standing.get(key, 0) if key is not None else 0


def named(told: dict[str, Any]) -> str:
    """As a page names who a row tells of."""
    return str(told.get("name") or told.get("username") or "")


def expect(who: Principal, least: int) -> None:
    """The role is asked for again where something is decided: it may have changed since the page was made."""
    if who.role < least:
        raise Refused(_("Your role in the team does not allow this any more."))


def engineer_or_machine(by: User | None, team: Team | None, name: str, login: str = "") -> dict[str, Any]:
    """What rows keep of who did it. name: the machine's, when nobody did. Raises Refused."""
    if by is None:
        return machine(name)
    who = principal(by, team, login)
    expect(who, Role.ENGINEER)
    return who.told


def machine(name: str) -> dict[str, Any]:
    """A token or an integration, in the same shape."""
    return {"username": "", "name": name, "email": "", "role": 0, "teams": [], "login": "token"}
