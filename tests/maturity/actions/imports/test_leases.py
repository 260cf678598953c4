"""A worker is killed, or so slow that another takes over: nothing is lost, nothing is done twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from maturity.actions import imports
from maturity.actions.imports import connecting, working
from maturity.adapters import git
from maturity.adapters.errors import OURS
from maturity.models import Import, ImportState, Repository, User
from maturity.models.imports import ATTEMPTS
from tests.factories import make_team
from tests.maturity.actions.imports.conftest import worked


class Killed(BaseException):
    """What no handler of ours sees."""


@pytest.fixture
def started(lin: User, listed: Import) -> Import:
    imports.connect_chosen(lin, listed, make_team())
    return listed


def lapse() -> None:
    Import.objects.update(lease_until=timezone.now() - timedelta(minutes=1), sent_at=None)


def dying(monkeypatch: pytest.MonkeyPatch, name: str, *, after: bool) -> None:
    """The worker dies when it calls this the second time: before, or right after it was done."""
    real, calls = getattr(connecting, name), []

    def call(*given: Any, **more: Any) -> Any:
        calls.append(1)
        if len(calls) == 2 and not after:
            raise Killed
        made = real(*given, **more)
        if len(calls) == 2:
            raise Killed
        return made

    monkeypatch.setattr(connecting, name, call)


@pytest.mark.parametrize("after", [True, False])
@pytest.mark.parametrize("name", ["probe", "store_repository", "_connect"])
def test_a_worker_killed_while_it_connects_loses_nothing_and_doubles_nothing(
    started: Import, name: str, after: bool, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as dead:
        dying(dead, name, after=after)
        with pytest.raises(Killed):
            imports.work(started.pk)
    assert imports.work(started.pk) is False, "its lease is still held"
    lapse()
    assert imports.due(timezone.now()) == [started.pk]
    found = worked(started)
    assert (found.state, imports.counts(found).done) == (ImportState.FINISHED, 2)
    assert Repository.objects.count() == 2
    assert set(found.items.values_list("error", flat=True)) == {""}


def test_a_worker_killed_while_it_lists_goes_on_where_it_was(asked: Import, monkeypatch: pytest.MonkeyPatch):
    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as dead:
        dead.setattr("maturity.actions.imports.listing._store", die)
        with pytest.raises(Killed):
            imports.work(asked.pk)
    lapse()
    assert worked(asked).items.count() == 2


def test_a_slow_worker_writes_nothing_more(started: Import, monkeypatch: pytest.MonkeyPatch):
    real = git.probe

    def slow(*given: Any) -> Any:
        told = real(*given)
        Import.objects.update(worker="another")
        return told

    with monkeypatch.context() as taken:
        taken.setattr(connecting, "probe", slow)
        assert imports.work(started.pk) is False
    assert not Repository.objects.exists()
    lapse()
    worked(started)
    assert Repository.objects.count() == 2


def test_of_two_messages_one_does_nothing(started: Import):
    assert started.claim("one", timezone.now())
    assert imports.work(started.pk) is False
    assert not Repository.objects.exists()


def test_what_kills_every_worker_is_given_up(started: Import, monkeypatch: pytest.MonkeyPatch):
    def die(*_: object) -> None:
        raise Killed

    monkeypatch.setattr(working, "connect_some", die)
    for _ in range(ATTEMPTS):
        with pytest.raises(Killed):
            imports.work(started.pk)
        lapse()
    assert imports.work(started.pk) is False
    started.refresh_from_db()
    assert started.state == ImportState.ERRORED
    assert "stopped in the middle" in started.error


def test_a_slip_of_ours_stops_it_and_is_not_shown(started: Import, monkeypatch: pytest.MonkeyPatch):
    def slip(*_: object) -> None:
        raise KeyError("secret")

    monkeypatch.setattr(working, "connect_some", slip)
    assert imports.work(started.pk) is False
    started.refresh_from_db()
    assert (started.state, started.error) == (ImportState.ERRORED, OURS)


def test_an_import_that_is_gone_is_no_work(db: None):
    with transaction.atomic():
        assert imports.work(4711) is False
