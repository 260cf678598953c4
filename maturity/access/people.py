"""Teams, the people in them, and what they are told."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from maturity.access.roles import Denied, Person, seen
from maturity.access.stacks import episodes_for
from maturity.models import Event, Membership, Role, Team, User
from maturity.models.events import EventQuerySet


def teams_for(user: Person) -> QuerySet[Team]:
    """Teams whose names this person may know: all where reading is open, their own otherwise."""
    if not isinstance(user, User):
        return Team.objects.none()
    if user.is_superuser or user.organisation.open_read:
        return Team.objects.all()
    return Team.objects.filter(pk__in=user.teams_where(Role.VIEWER))


def teams_led(user: Person) -> QuerySet[Team]:
    """Those a person may connect a repository for. Denied for who leads none and is no administrator."""
    if not isinstance(user, User) or not (user.is_superuser or user.teams_where(Role.LEAD)):
        raise Denied(Role.LEAD, None)
    return teams_where(user, Role.LEAD)


def teams_where(user: Person, least: Role) -> QuerySet[Team]:
    if not isinstance(user, User):
        return Team.objects.none()
    return Team.objects.all() if user.is_superuser else Team.objects.filter(pk__in=user.teams_where(least))


def people_for(user: Person) -> QuerySet[User]:
    """Who can be asked to look after something: those whose names this person
    may know."""
    everybody = User.objects.filter(is_active=True)
    if not isinstance(user, User):
        return everybody.none()
    if user.is_superuser or user.organisation.open_read:
        return everybody
    mine = user.teams_where(Role.VIEWER)
    return everybody.filter(Q(pk=user.pk) | Q(pk__in=Membership.objects.filter(team__in=mine).values("user")))


def news_for(user: Person) -> EventQuerySet:
    """The inbox of this person, read or not. Of a repository that was forgotten nobody is told."""
    return Event.objects.news().filter(seen(user, "repository__"))


def waiting_for(user: User, now: datetime) -> tuple[int, bool]:
    """What the top of every page says, in one query: how much drift is open, and whether there is news."""
    open_drift = episodes_for(user).alarming(now).order_by().annotate(all=Value(1)).values("all")
    unread = news_for(user).filter(pk__gt=OuterRef("inbox_seen"))
    waiting: tuple[int, bool] = User.objects.filter(pk=user.pk).values_list(
        Coalesce(Subquery(open_drift.annotate(n=Count("pk")).values("n")), 0), Exists(unread)
    ).get()  # fmt: skip
    return waiting
