"""Teams, and the people in them."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from maturity.access.roles import Denied, Person, expect, expect_somewhere
from maturity.models import Membership, Repository, Role, Team, User

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


def team_for(user: Person, slug: str) -> Team:
    return get_object_or_404(teams_for(user), slug=slug)


def team_for_write(user: Person, slug: str, least: Role) -> Team:
    found = team_for(user, slug)
    expect(user, least, found)
    return found


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


def person_named(name: str) -> User | None:
    """Somebody to take into a team: whoever may do that writes the whole user name, and is offered none."""
    return User.objects.filter(is_active=True, username=name).first()


def helpers_of(denied: Denied) -> list[User]:
    """Who can grant what was missing: the administrators of the team, else those of the organisation."""
    people = User.objects.filter(is_active=True).order_by("username")
    own = Q(memberships__team=denied.team, memberships__role=Role.ADMIN)
    found = list(people.filter(own).distinct()[:HELPERS]) if denied.team else []
    return found or list(people.filter(is_superuser=True)[:HELPERS])
