"""One of everything that may wait, in a repository of the team "Network"."""

from __future__ import annotations

import pytest
from django.utils import timezone

from maturity import waiting
from maturity.models import PullRequest, Repository, Role, Stack, StateLock, Team, User
from tests.factories import (
    days_ago,
    make_episode,
    make_member,
    make_plan,
    make_pull_request,
    make_scanned,
    make_stack,
    make_team,
)


@pytest.fixture
def team(db: None) -> Team:
    return make_team("Network")


@pytest.fixture
def repository(team: Team) -> Repository:
    return make_scanned("acme/network", team=team)


@pytest.fixture
def stack(repository: Repository) -> Stack:
    return make_stack(repository, "live/prod", checked_at=days_ago(0))


@pytest.fixture
def engineer(team: Team) -> User:
    return member(team, Role.ENGINEER)


def member(team: Team, role: int) -> User:
    return make_member(f"role-{role}", team, role)


def fresh(user: User) -> User:
    """As the next request would find them: with roles as they are now."""
    return User.objects.with_standing().get(pk=user.pk)


def waits_for(user: User, teams: list[int] | None = None) -> list[waiting.Item]:
    """What waits; the number at the top of the page says the same."""
    asked = waiting.Waiting(fresh(user), timezone.now(), teams)
    found = asked.items(count=100)
    assert asked.standing().here == len(found)
    return found


def reasons(user: User) -> list[str]:
    return [item.reason for item in waits_for(user)]


def lock(stack: Stack, minutes: int = 90) -> StateLock:
    at = days_ago(minutes / 24 / 60)
    return StateLock.objects.create(
        stack=stack, lock_id="a", who="priya@laptop", since=at, first_seen_at=at, last_seen_at=at
    )


def destroying(stack: Stack, deletes: int = 2, **pull: object) -> PullRequest:
    row = make_pull_request(stack.repository, 214, **pull)
    make_plan(stack, purpose="pull_request", pull_request=row, deletes=deletes, replaces=1)
    return row


@pytest.fixture
def everything(repository: Repository, stack: Stack) -> None:
    """One thing of each source that any engineer of the team can do something about."""
    make_episode(stack, first_seen_at=days_ago(42), resources=3)
    destroying(stack)
    lock(stack)
    make_stack(repository, "live/bad", failing_since=days_ago(5), failures=7, environment="")
    Repository.objects.filter(pk=repository.pk).update(
        scan_error="timed out\nafter 60 s", scan_error_at=days_ago(1)
    )
