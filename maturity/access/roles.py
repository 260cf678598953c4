"""What somebody's role allows, and how rows are asked for by it."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q

from maturity.models import Connection, Repository, Role, Team, User

Person = AbstractBaseUser | AnonymousUser


def seen(user: Person, way: str = "") -> Q:
    return where(user, Role.VIEWER, way, everything=isinstance(user, User) and user.organisation.open_read)


def where(user: Person, least: Role, way: str = "", *, everything: bool = False) -> Q:
    """Asked of rows by the way to their repository ("stack__repository__"; "" for repositories themselves).

    Written as a join: given a list to choose from, SQLite takes all rows of all repositories and sorts them,
    to show thirty.
    """
    if not isinstance(user, User):
        return Q(pk__in=[])
    shown = Q((f"{way}archived", False))
    if everything or user.is_superuser:
        return shown
    teams = user.teams_where(least)
    return shown & Q((f"{way}team__in", teams)) if teams else Q(pk__in=[])


def may(user: Person, least: Role, owned: Repository | Connection | Team | None = None) -> bool:
    """Whether a page may offer what this role does: to this repository or team, or (None) to all of them."""
    return isinstance(user, User) and user.may(least, team_of(owned))


def may_somewhere(user: Person, least: Role) -> bool:
    """Whether the person has this role in some team."""
    return isinstance(user, User) and (user.is_superuser or bool(user.teams_where(least)))


def team_of(owned: Repository | Connection | Team | None) -> int | None:
    return owned.pk if isinstance(owned, Team) else owned.team_id if owned else None


def expect(user: Person, least: Role, owned: Repository | Connection | Team | None = None) -> None:
    """Raises Denied, which says who can grant what is missing. For what the person can see already."""
    if not may(user, least, owned):
        raise Denied(least, team_of(owned))


def expect_somewhere(user: Person, least: Role) -> None:
    if not may_somewhere(user, least):
        raise Denied(least, None, somewhere=True)


class Denied(PermissionDenied):
    """The person sees the thing, but their role does not reach. The page names who can help.

    somewhere  the role in any team would do; otherwise no team means an administrator's matter
    """

    def __init__(self, least: Role, team: int | None, *, somewhere: bool = False) -> None:
        super().__init__(str(least.label))
        self.least, self.team, self.somewhere = least, team, somewhere
