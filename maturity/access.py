"""Who may see and do what: the only way a view gets at an object, and says so.

Every view carries `.policy`, one of the names below; a test lists those that do not.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar, cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone

from maturity.models import (
    ApiToken,
    Connection,
    DriftEpisode,
    Event,
    Membership,
    Plan,
    PullRequest,
    Repository,
    Role,
    Run,
    Stack,
    Team,
    User,
)
from maturity.models.connections import ApiTokenQuerySet
from maturity.models.episodes import DriftEpisodeQuerySet
from maturity.models.events import EventQuerySet
from maturity.models.plans import PlanQuerySet
from maturity.models.pulls import PullRequestQuerySet
from maturity.models.repositories import RepositoryQuerySet
from maturity.models.stacks import StackQuerySet

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
Person = AbstractBaseUser | AnonymousUser


def public(view: View) -> View:
    """Anybody, signed in or not."""
    return _declare(view, "public")


def login(view: View) -> View:
    """Anybody who is signed in; others are sent to the login page."""
    return _declare(login_required(view), "login")


def token(view: View) -> View:
    """A machine that sends a token in force; it sees the token's repository alone."""
    return _declare(view, "token")


def _declare(view: View, policy: str) -> View:
    cast("Any", view).policy = policy
    return view


def repositories_for(user: Person) -> RepositoryQuerySet:
    """What this person may look at: everything here where that is allowed, or what their teams own."""
    return Repository.objects.filter(_seen(user))


def repositories_where(user: Person, least: Role) -> RepositoryQuerySet:
    """Those in whose team the person has this role at least."""
    return Repository.objects.filter(_where(user, least))


def _seen(user: Person, way: str = "") -> Q:
    return _where(user, Role.VIEWER, way, everything=isinstance(user, User) and user.organisation.open_read)


def _where(user: Person, least: Role, way: str = "", *, everything: bool = False) -> Q:
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


def may(user: Person, least: Role, repository: Repository | None = None) -> bool:
    """Whether a page may offer what this role does: for this repository, or (None) for all of them."""
    return isinstance(user, User) and user.may(least, repository.team_id if repository else None)


def expect(user: Person, least: Role, repository: Repository | None = None) -> None:
    """Raises Denied, which says who can grant what is missing. For what the person can see already."""
    if not may(user, least, repository):
        raise Denied(least, repository.team_id if repository else None)


class Denied(PermissionDenied):
    """The person sees the thing, but their role does not reach. The page names who can help."""

    def __init__(self, least: Role, team: int | None) -> None:
        super().__init__(str(least.label))
        self.least, self.team = least, team


def repository_for(user: Person, name: str) -> Repository:
    """One repository to look at, or 404: nobody learns that it exists."""
    return get_object_or_404(repositories_for(user).select_related("team"), name=name)


def repository_for_write(user: Person, name: str, least: Role) -> Repository:
    """One repository to change: 404 for who may not see it, 403 for who may only look."""
    found = repository_for(user, name)
    expect(user, least, found)
    return found


def repository_of_webhook(pk: int) -> Repository | None:
    """The repository whose host may be calling. Nothing is known of the caller yet: the signature decides."""
    return Repository.objects.shown().filter(pk=pk).first()


def stacks_for(user: Person) -> StackQuerySet:
    """Stacks of the repositories this person may see; those that are gone too."""
    return Stack.objects.filter(_seen(user, "repository__"))


def stacks_where(user: Person, least: Role) -> StackQuerySet:
    return Stack.objects.filter(_where(user, least, "repository__"))


def stack_for(user: Person, pk: int) -> Stack:
    return get_object_or_404(stacks_for(user).select_related("repository__team"), pk=pk)


def stack_for_write(user: Person, pk: int, least: Role) -> Stack:
    found = stack_for(user, pk)
    expect(user, least, found.repository)
    return found


def episodes_for(user: Person) -> DriftEpisodeQuerySet:
    return DriftEpisode.objects.filter(_seen(user, "stack__repository__"))


def episodes_where(user: Person, least: Role) -> DriftEpisodeQuerySet:
    return DriftEpisode.objects.filter(_where(user, least, "stack__repository__"))


def episode_for(user: Person, pk: int) -> DriftEpisode:
    found = episodes_for(user).select_related("stack__repository__team", "owner")
    return get_object_or_404(found, pk=pk)


def episode_for_write(user: Person, pk: int, least: Role) -> DriftEpisode:
    found = episode_for(user, pk)
    expect(user, least, found.stack.repository)
    return found


def plans_for(user: Person) -> PlanQuerySet:
    return Plan.objects.filter(_seen(user, "repository__"))


def plan_for(user: Person, pk: int) -> Plan:
    found = plans_for(user).select_related("repository", "stack", "pull_request", "run")
    return get_object_or_404(found, pk=pk)


def pull_requests_for(user: Person) -> PullRequestQuerySet:
    return PullRequest.objects.filter(_seen(user, "repository__"))


def run_for(user: Person, pk: int) -> Run:
    found = Run.objects.filter(_seen(user, "repository__")).select_related("repository__team", "stack")
    return get_object_or_404(found, pk=pk)


def run_for_write(user: Person, pk: int, least: Role) -> Run:
    found = run_for(user, pk)
    expect(user, least, found.repository)
    return found


def tokens_of(repository: Repository) -> ApiTokenQuerySet:
    """Those of a repository this person may change."""
    return ApiToken.objects.filter(repository=repository)


def token_for(secret: str) -> ApiToken | None:
    """The token in force that this is. Looked up by its digest: how long that takes tells nothing."""
    found = ApiToken.objects.in_force(timezone.now()).exclude(repository__archived=True)
    return found.filter(digest=ApiToken.digest_of(secret)).select_related("repository", "team").first()


def stacks_of(token: ApiToken) -> StackQuerySet:
    """What a machine may see: the stacks that are there, of its token's repository or team."""
    return Stack.objects.filter(repository__in=repositories_of(token)).present()


def repositories_of(token: ApiToken) -> RepositoryQuerySet:
    if token.team_id is not None:
        return Repository.objects.shown().filter(team=token.team_id)
    return Repository.objects.shown().filter(pk=token.repository_id or 0)


def connections_for(user: Person) -> QuerySet[Connection]:
    """Ways into AWS that a lead may choose: those of their teams, and those every team shares."""
    if not isinstance(user, User):
        return Connection.objects.none()
    if user.is_superuser:
        return Connection.objects.all()
    teams = user.teams_where(Role.LEAD)
    return Connection.objects.filter(Q(team__in=teams) | Q(team=None)) if teams else Connection.objects.none()


def connection_for(user: Person, pk: int) -> Connection:
    return get_object_or_404(connections_for(user), pk=pk)


def connection_for_write(user: Person, pk: int) -> Connection:
    found = connection_for(user, pk)
    if not (isinstance(user, User) and user.may(Role.LEAD, found.team_id)):
        raise Denied(Role.LEAD, found.team_id)
    return found


def teams_for(user: Person) -> QuerySet[Team]:
    """Teams whose names this person may know: all where reading is open, their own otherwise."""
    if not isinstance(user, User):
        return Team.objects.none()
    if user.is_superuser or user.organisation.open_read:
        return Team.objects.all()
    return Team.objects.filter(pk__in=user.teams_where(Role.VIEWER))


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
    return Event.objects.news().filter(_seen(user, "repository__"))


def waiting_for(user: User, now: datetime) -> tuple[int, bool]:
    """What the top of every page says, in one query: how much drift is open, and whether there is news."""
    open_drift = episodes_for(user).alarming(now).order_by().annotate(all=Value(1)).values("all")
    unread = news_for(user).filter(pk__gt=OuterRef("inbox_seen"))
    waiting: tuple[int, bool] = User.objects.filter(pk=user.pk).values_list(
        Coalesce(Subquery(open_drift.annotate(n=Count("pk")).values("n")), 0), Exists(unread)
    ).get()  # fmt: skip
    return waiting
