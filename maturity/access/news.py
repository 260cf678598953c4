"""What people are told of."""

from __future__ import annotations

from django.db.models import Q

from maturity.access.roles import Person, seen
from maturity.models import Event, Role, User
from maturity.models.events import NEWS_OF_LEADS, NEWS_OF_TEAMS, EventQuerySet


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
    """The inbox of this person, read or not: of repositories they may look at, and of their own teams.

    What is the organisation's is for administrators. Of a repository that was forgotten nobody is told.
    """
    if not isinstance(user, User):
        return Event.objects.none()
    own = Q(kind__in=(*NEWS_OF_TEAMS, *NEWS_OF_LEADS), repository=None)
    if not user.is_superuser:
        own &= Q(team__in=user.teams_where(Role.VIEWER), kind__in=NEWS_OF_TEAMS) | Q(
            team__in=user.teams_where(Role.LEAD)
        )
    return Event.objects.news().filter(seen(user, "repository__") | own)
