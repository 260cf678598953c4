"""Several connections at once, on whichever database the suite runs on."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import connection, transaction
from django.utils import timezone

from maturity.actions import request_scan
from maturity.models import Event, Repository, Run, Schedule
from tests.factories import make_repository, make_run, make_schedule

pytestmark = pytest.mark.django_db(transaction=True)
T = TypeVar("T")


def at_once(work: Callable[[int], T], times: int) -> list[T]:
    """The same work in as many threads, each with a connection of its own."""

    def alone(number: int) -> T:
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(alone, range(times)))


def test_of_eight_workers_exactly_one_claims_a_run():
    run = make_run(make_repository())
    claimed = at_once(lambda number: Run.objects.get(pk=run.pk).claim(f"w{number}", timezone.now()), 8)
    assert sorted(claimed) == [False] * 7 + [True]


def test_of_eight_clocks_exactly_one_claims_a_schedule():
    now = timezone.now()
    schedule = make_schedule(make_repository(), next_run_at=now)
    claimed = at_once(lambda _: Schedule.objects.get(pk=schedule.pk).claim(now), 8)
    assert sorted(claimed) == [False] * 7 + [True]


def test_eight_people_who_ask_at_once_get_the_same_run():
    repository = make_repository()
    runs = at_once(lambda _: request_scan(None, repository).pk, 8)
    assert len(set(runs)) == 1


def test_four_writers_that_read_first_never_fail():
    repository = make_repository()

    def write(number: int) -> None:
        for _ in range(25):
            with transaction.atomic():
                found = Repository.objects.select_for_update().get(pk=repository.pk)
                Event.objects.create(kind="test", repository=found, subject=f"{number}", at=timezone.now())
                found.blockers += 1
                found.save()

    at_once(write, 4)
    assert Event.objects.count() == 100
    assert Repository.objects.get().blockers == 100
