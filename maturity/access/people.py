"""Teams, the people in them, and what they are told."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from maturity.access.roles import Denied, Person, expect_somewhere, seen
from maturity.models import Event, Membership, Repository, Role, Team, User
from maturity.models.events import EventQuerySet

HELPERS = 5  # are named


def teams_for(user: Person) -> QuerySet[Team]:
    """Teams whose names this person may know: all where reading is open, their own otherwise."""
    if not isinstance(user, User):
        return Team.objects.none()
    if user.is_superuser or user.organisation.open_read:
        return Team.objects.all()
    return Team.objects.filter(pk__in=user.teams_where(Role.VIEWER))


def teams_led(user: Person) -> QuerySet[Team]:
    """Those a person may connect a repository for. Denied for who leads none and is no administrator."""
    expect_somewhere(user, Role.LEAD)
    return teams_where(user, Role.LEAD)


def teams_where(user: Person, least: Role) -> QuerySet[Team]:
    if not isinstance(user, User):
        return Team.objects.none()
    return Team.objects.all() if user.is_superuser else Team.objects.filter(pk__in=user.teams_where(least))


def people_for(user: Person) -> QuerySet[User]:
    """Who can be asked to look after something: those whose names this person may know."""
    everybody = User.objects.filter(is_active=True)
    if not isinstance(user, User):
        return everybody.none()
    if user.is_superuser or user.organisation.open_read:
        return everybody
    mine = user.teams_where(Role.VIEWER)
    return everybody.filter(Q(pk=user.pk) | Q(pk__in=Membership.objects.filter(team__in=mine).values("user")))


def owners_for(user: Person, repository: Repository) -> QuerySet[User]:
    """Of those, who may look at this repository."""
    found = people_for(user)
    if isinstance(user, User) and user.organisation.open_read:
        return found
    members = Membership.objects.filter(team=repository.team_id).values("user")
    return found.filter(Q(is_superuser=True) | Q(pk__in=members))


def helpers_of(denied: Denied) -> list[User]:
    """Who can grant what was missing: the administrators of the team, else those of the organisation."""
    people = User.objects.filter(is_active=True).order_by("username")
    own = Q(memberships__team=denied.team, memberships__role=Role.ADMIN)
    found = list(people.filter(own).distinct()[:HELPERS]) if denied.team else []
    return found or list(people.filter(is_superuser=True)[:HELPERS])


def events_for(user: Person) -> EventQuerySet:
    """Their history: of repositories they may look at and teams they are in; administrators see all of it.

    Asked over outer joins, so that the newest are met first and the rest is never sorted.
    """
    if not isinstance(user, User):
        return Event.objects.none()
    if user.is_superuser:
        return Event.objects.all()
    own = user.teams_where(Role.VIEWER)
    return Event.objects.filter(seen(user, "repository__") | Q(team__in=own))


def news_for(user: Person) -> EventQuerySet:
    """The inbox of this person, read or not. Of a repository that was forgotten nobody is told."""
    return Event.objects.news().filter(seen(user, "repository__"))
