"""When states are looked at: a schedule per repository, the oldest look first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from maturity.actions.states import due, due_states, look_at_states
from maturity.models import Repository, Schedule, Stack
from tests.factories import days_ago, make_connection, make_repository, make_run, make_stack

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def repository() -> Repository:
    return make_repository()


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The directories of the stacks that were looked at, in order."""
    found: list[str] = []
    monkeypatch.setattr(due, "look_at_state", lambda stack: found.append(stack.directory))
    return found


def connected(repository: Repository, directory: str = "net", **fields: object) -> Stack:
    connection = make_connection(name=f"to {directory}")
    return make_stack(
        repository, directory, connection=connection, state_place=f"s3://acme/{directory}", **fields
    )


def test_the_first_connected_stack_brings_its_repository_a_schedule(repository: Repository) -> None:
    make_stack(repository, "elsewhere", state_place="s3://acme/x")
    assert due_states(NOW) == []
    connected(repository)
    assert due_states(NOW) == [repository.pk]
    assert Schedule.objects.get().every == timedelta(minutes=15)


def test_it_is_due_every_quarter_of_an_hour(repository: Repository) -> None:
    connected(repository)
    due_states(NOW)
    assert due_states(NOW + timedelta(minutes=14)) == []
    assert due_states(NOW + timedelta(minutes=15)) == [repository.pk]


def test_stacks_that_are_gone_or_archived_are_not_looked_at(repository: Repository, looks: list[str]) -> None:
    connected(repository, "gone", gone_at=NOW)
    look_at_states(repository.pk)
    assert looks == []
    connected(repository)
    repository.archived = True
    repository.save()
    assert due_states(NOW) == []


def test_the_longest_not_looked_at_is_first_and_there_is_a_cap(
    repository: Repository, looks: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    connected(repository, "a", state_checked_at=days_ago(1))
    connected(repository, "b", state_checked_at=days_ago(2))
    connected(repository, "c")
    monkeypatch.setattr(due, "LOOKS", 2)
    look_at_states(repository.pk)
    assert looks == ["c", "b"]


def test_time_that_is_over_ends_the_round(
    repository: Repository, looks: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    connected(repository)
    monkeypatch.setattr(due, "SECONDS", -1)
    look_at_states(repository.pk)
    assert looks == []


def test_one_stack_that_breaks_us_does_not_stop_the_others(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, fine = connected(repository, "a"), connected(repository, "b")
    run = make_run(repository)

    def look(stack: Stack) -> object:
        if stack == broken:
            raise ValueError("a slip of ours")
        return run

    monkeypatch.setattr(due, "look_at_state", look)
    assert look_at_states(repository.pk) == [run.pk]
    broken.refresh_from_db()
    fine.refresh_from_db()
    assert (broken.state_error, fine.state_error) == ("Rungs itself failed; its log has the details.", "")
