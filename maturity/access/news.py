"""What people are told of."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Exists, OuterRef, Q

from maturity.access.ends import ends
from maturity.access.repositories import repositories_for
from maturity.access.roles import Person, seen
from maturity.models import Event, Role, User
from maturity.models.events import NEWS_OF_LEADS, NEWS_OF_TEAMS, EventQuerySet
from maturity.models.repositories import RepositoryQuerySet


def sees_everything(user: Person) -> bool:
    """Every repository here, whoever's it is."""
    return isinstance(user, User) and (user.is_superuser or user.organisation.open_read)


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


def newest_events(
    user: Person,
    narrow: Callable[[EventQuerySet], EventQuerySet],
    most: int,
    of: tuple[RepositoryQuerySet, list[int]] | None = None,
) -> EventQuerySet:
    """The newest of their history that `narrow` leaves, so many at most. `of`: of these repositories and
    teams alone.
    """
    mine = events_for(user)
    if of is None and sees_everything(user):
        return narrow(mine).newest_first()[:most]
    repositories, teams = of or (repositories_for(user), _teams(user, Role.VIEWER))
    history, beside = narrow(Event.objects.all()), narrow(mine.filter(team__in=teams))
    return mine.filter(pk__in=ends(history, repositories, beside, most, "at", "pk")).newest_first()


def newest_news(user: Person, most: int, before: int = 0) -> EventQuerySet:
    """The newest of it, so many at most, from before the Event with that key on."""
    mine, news = news_for(user), Event.objects.news()
    if before:
        mine, news = mine.filter(pk__lt=before), news.filter(pk__lt=before)
    if not sees_everything(user) and isinstance(user, User):
        mine = mine.filter(pk__in=ends(news, repositories_for(user), news.filter(_own(user)), most, "pk"))
    return mine.order_by("-pk")[:most]


def has_news(user: User) -> Q:
    """Of the person's own row: something came since they looked."""
    if sees_everything(user):
        return Q(Exists(news_for(user).filter(pk__gt=user.inbox_seen)))
    unread = Event.objects.news().filter(pk__gt=user.inbox_seen)
    theirs = Exists(unread.filter(repository=OuterRef("pk")))
    return Q(Exists(repositories_for(user).filter(theirs))) | Q(Exists(unread.filter(_own(user))))


def news_for(user: Person) -> EventQuerySet:
    """The inbox of this person, read or not: of repositories they may look at, and of their own teams.

    What is the organisation's is for administrators. Of a repository that was forgotten nobody is told.
    """
    if not isinstance(user, User):
        return Event.objects.none()
    return Event.objects.news().filter(seen(user, "repository__") | _own(user))


def _own(user: User) -> Q:
    """What concerns their teams, whosever repository it is about; for administrators, what concerns none."""
    if user.is_superuser:
        return Q(kind__in=(*NEWS_OF_TEAMS, *NEWS_OF_LEADS), repository=None)
    of_members = Q(kind__in=NEWS_OF_TEAMS, team__in=user.teams_where(Role.VIEWER))
    of_leads = Q(kind__in=NEWS_OF_LEADS, team__in=user.teams_where(Role.LEAD))
    return of_members | of_leads


def _teams(user: Person, least: Role) -> list[int]:
    return user.teams_where(least) if isinstance(user, User) else []
