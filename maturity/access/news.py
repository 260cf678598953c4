"""What people are told of."""

from __future__ import annotations

from django.db.models import Max, OuterRef, Q, Subquery

from maturity.access.repositories import repositories_for
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


def newest_news(user: Person, most: int, before: int = 0) -> EventQuerySet:
    """The newest of it, so many at most, from before the Event with that key on.

    Whoever sees everything is shown the end of one index. Of some repositories it is the ends of theirs,
    merged: walking back through everybody's news for a quiet team would take as long as there is history.
    """
    found = news_for(user)
    if isinstance(user, User) and not (user.is_superuser or user.organisation.open_read):
        mine = Q(repository__in=repositories_for(user).order_by().values("pk"))
        found = Event.objects.news().filter(mine | _own(user), pk__gte=_floor(user, most, before))
    found = found.filter(pk__lt=before) if before else found
    return found.order_by("-pk")[:most]


def _floor(user: User, most: int, before: int) -> int:
    """No Event with a smaller key is among the newest: one repository alone has so many with greater ones."""
    ends = Event.objects.news().filter(repository=OuterRef("pk")).order_by("-pk").values("pk")
    ends = ends.filter(pk__lt=before) if before else ends
    mine = repositories_for(user).order_by().annotate(end=Subquery(ends[most - 1 : most]))
    floor: int | None = mine.aggregate(Max("end"))["end__max"]
    return floor or 0


def news_for(user: Person) -> EventQuerySet:
    """The inbox of this person, read or not: of repositories they may look at, and of their own teams.

    What is the organisation's is for administrators. Of a repository that was forgotten nobody is told.
    """
    if not isinstance(user, User):
        return Event.objects.none()
    return Event.objects.news().filter(seen(user, "repository__") | _own(user))


def _own(user: User) -> Q:
    """What concerns no repository."""
    if user.is_superuser:
        return Q(kind__in=(*NEWS_OF_TEAMS, *NEWS_OF_LEADS), repository=None)
    of_members = Q(kind__in=NEWS_OF_TEAMS, team__in=user.teams_where(Role.VIEWER))
    of_leads = Q(kind__in=NEWS_OF_LEADS, team__in=user.teams_where(Role.LEAD))
    return Q(of_members | of_leads, repository=None)
