"""Who may see and do what: the only way a view gets at an object, and says so.

Every view carries `.policy`, one of the names below; a test lists those that do not.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar, cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
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
    Plan,
    PullRequest,
    Repository,
    Run,
    Stack,
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
    """What this person may see: for now every signed-in person sees all."""
    return Repository.objects.shown() if user.is_authenticated else Repository.objects.none()


def _in(repository: str, user: Person) -> Q:
    """The same as `repositories_for`, asked of rows by the way to their repository.

    Written as a join: given a list to choose from, SQLite takes all rows of all repositories and sorts them,
    to show thirty.
    """
    return Q((f"{repository}__archived", False)) if user.is_authenticated else Q(pk__in=[])


def repository_for(user: Person, name: str) -> Repository:
    """One repository to look at, or 404: nobody learns that it exists."""
    return get_object_or_404(repositories_for(user), name=name)


def repository_for_write(user: Person, name: str) -> Repository:
    """One repository to change, or 404."""
    return get_object_or_404(repositories_for(user), name=name)


def repository_of_webhook(pk: int) -> Repository | None:
    """The repository whose host may be calling. Nothing is known of the caller yet: the signature decides."""
    return Repository.objects.shown().filter(pk=pk).first()


def stacks_for(user: Person) -> StackQuerySet:
    """Stacks of the repositories this person may see; those that are gone too."""
    return Stack.objects.filter(_in("repository", user))


def stack_for(user: Person, pk: int) -> Stack:
    return get_object_or_404(stacks_for(user).select_related("repository"), pk=pk)


def stack_for_write(user: Person, pk: int) -> Stack:
    return stack_for(user, pk)


def episodes_for(user: Person) -> DriftEpisodeQuerySet:
    return DriftEpisode.objects.filter(_in("stack__repository", user))


def episode_for(user: Person, pk: int) -> DriftEpisode:
    return get_object_or_404(episodes_for(user).select_related("stack__repository", "owner"), pk=pk)


def episode_for_write(user: Person, pk: int) -> DriftEpisode:
    return episode_for(user, pk)


def plans_for(user: Person) -> PlanQuerySet:
    return Plan.objects.filter(_in("repository", user))


def plan_for(user: Person, pk: int) -> Plan:
    found = plans_for(user).select_related("repository", "stack", "pull_request", "run")
    return get_object_or_404(found, pk=pk)


def pull_requests_for(user: Person) -> PullRequestQuerySet:
    return PullRequest.objects.filter(_in("repository", user))


def run_for(user: Person, pk: int) -> Run:
    found = Run.objects.filter(_in("repository", user)).select_related("repository", "stack")
    return get_object_or_404(found, pk=pk)


def run_for_write(user: Person, pk: int) -> Run:
    return run_for(user, pk)


def tokens_of(repository: Repository) -> ApiTokenQuerySet:
    """Those of a repository this person may change."""
    return ApiToken.objects.filter(repository=repository)


def token_for(secret: str) -> ApiToken | None:
    """The token in force that this is. Looked up by its digest: how long that takes tells nothing."""
    found = ApiToken.objects.in_force(timezone.now()).filter(repository__archived=False)
    return found.filter(digest=ApiToken.digest_of(secret)).select_related("repository").first()


def stacks_of(token: ApiToken) -> StackQuerySet:
    """What a machine may see: the stacks of its token's repository that are there."""
    return Stack.objects.filter(repository=token.repository_id).present()


def connections_for(user: Person) -> QuerySet[Connection]:
    """Ways into AWS; for now every signed-in person sees and changes all."""
    return Connection.objects.all() if user.is_authenticated else Connection.objects.none()


def connection_for(user: Person, pk: int) -> Connection:
    return get_object_or_404(connections_for(user), pk=pk)


def connection_for_write(user: Person, pk: int) -> Connection:
    return connection_for(user, pk)


def people_for(user: Person) -> QuerySet[User]:
    """Who can be asked to look after something: for now everybody who can sign in."""
    everybody = User.objects.filter(is_active=True)
    return everybody if user.is_authenticated else everybody.none()


def news_for(user: Person) -> EventQuerySet:
    """The inbox of this person, read or not. Of a repository that was forgotten nobody is told."""
    return Event.objects.news().filter(_in("repository", user))


def waiting_for(user: User, now: datetime) -> tuple[int, bool]:
    """What the top of every page says, in one query: how much drift is open, and whether there is news."""
    open_drift = episodes_for(user).alarming(now).order_by().annotate(all=Value(1)).values("all")
    unread = news_for(user).filter(pk__gt=OuterRef("inbox_seen"))
    waiting: tuple[int, bool] = User.objects.filter(pk=user.pk).values_list(
        Coalesce(Subquery(open_drift.annotate(n=Count("pk")).values("n")), 0), Exists(unread)
    ).get()  # fmt: skip
    return waiting
