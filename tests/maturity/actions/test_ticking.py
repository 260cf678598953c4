from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from maturity.actions import deliver_events, tick
from maturity.models import Event, Repository, Run, Schedule, Stack, State, Trigger
from maturity.models.runs import ATTEMPTS, LEASE
from tests.factories import make_event, make_repository, make_run, make_schedule, make_stack

pytestmark = pytest.mark.django_db


def test_what_is_due_is_queued_once():
    now = timezone.now()
    schedule = make_schedule(make_repository(), next_run_at=now)
    run_id, *rest = tick(now)
    assert rest == []
    assert (Run.objects.get().pk, Schedule.objects.get().last_run_id) == (run_id, run_id)
    assert Schedule.objects.get().next_run_at == now + schedule.every
    assert tick(now) == []


def test_an_archived_repository_is_not_scanned():
    make_schedule(make_repository(archived=True), next_run_at=timezone.now())
    assert tick(timezone.now()) == []


def test_a_scan_that_is_under_way_is_not_started_again():
    repository = make_repository()
    run = make_run(repository, State.RUNNING, worker="a")
    make_schedule(repository, next_run_at=timezone.now())
    tick(timezone.now())
    assert Run.objects.get() == run


def test_a_run_whose_worker_died_goes_back_to_the_queue():
    now = timezone.now()
    run = make_run(make_repository())
    run.claim("dead", now)
    assert tick(now) == []
    assert tick(now + LEASE + timedelta(seconds=1)) == [run.pk]
    assert Run.objects.get().state == State.QUEUED


def test_a_run_that_kills_every_worker_is_given_up_with_a_sentence():
    now = timezone.now()
    run = make_run(make_repository(), State.RUNNING, attempt=ATTEMPTS, lease_until=now - LEASE)
    assert tick(now) == []
    run.refresh_from_db()
    assert run.state == State.ERRORED
    assert run.repository.__class__.objects.get().scan_error == run.error != ""
    assert Event.objects.get().kind == "scan.failed"


def test_a_lost_message_is_sent_again_but_not_at_every_tick():
    now = timezone.now()
    run = make_run(make_repository(), queued_at=now - timedelta(minutes=2))
    assert tick(now) == [run.pk]
    assert tick(now + timedelta(seconds=30)) == []
    assert tick(now + timedelta(seconds=90)) == [run.pk]


def test_a_run_that_was_just_queued_is_left_to_its_message():
    make_run(make_repository())
    assert tick(timezone.now()) == []


def test_every_event_is_told_once():
    make_event(make_repository())
    make_event(None)
    now = timezone.now()
    assert deliver_events(now) == 2
    assert deliver_events(now) == 0


def planned(directory: str, overdue: float, **fields: Any) -> Stack:
    stack = make_stack(Repository.objects.get(), directory, mode="pull", **fields)
    due = timezone.now() - timedelta(hours=overdue)
    make_schedule(stack.repository, kind="plan", stack=stack, cron="0 3 * * *", next_run_at=due)
    return stack


def test_checks_that_are_due_start_the_longest_overdue_first(settings):
    settings.RUNGS_PLANS_PER_TICK = 2
    make_repository()
    recent, oldest, older = planned("a", 1), planned("b", 9), planned("c", 5)
    started = Run.objects.filter(pk__in=tick(timezone.now()))
    assert {run.stack for run in started} == {oldest, older}
    assert {run.trigger for run in started} == {Trigger.SCHEDULE}
    assert tick(timezone.now()) == []  # two wait, so there is no room
    started.update(state=State.FINISHED)
    assert [Run.objects.get(pk=pk).stack for pk in tick(timezone.now())] == [recent]
    assert not Schedule.objects.due(timezone.now()).exists()


def test_a_stack_that_cannot_be_checked_holds_nobody_up():
    make_repository()
    planned("gone", 9, gone_at=timezone.now())
    fine = planned("fine", 1)
    assert [Run.objects.get(pk=pk).stack for pk in tick(timezone.now())] == [fine]


def test_a_check_whose_workers_die_again_and_again_is_a_failure_of_the_stack():
    make_repository()
    stack = planned("a", 1)
    past = timezone.now() - timedelta(hours=1)
    (pk,) = tick(timezone.now())
    Run.objects.filter(pk=pk).update(state=State.RUNNING, attempt=3, lease_until=past, started_at=past)
    assert tick(timezone.now()) == []
    stack.refresh_from_db()
    assert (stack.attempt, stack.failures) == ("errored", 1)
    assert "3 of 3 attempts" in stack.attempt_error


def test_where_nobody_plans_only_a_few_are_sent_again(settings):
    settings.RUNGS_PLANS_PER_TICK = 1
    repository, long_ago = make_repository(), timezone.now() - timedelta(hours=1)
    for number in range(3):
        make_run(repository, kind="plan", exclusive=f"stack:{number}", queued_at=long_ago)
    scan = make_run(repository, queued_at=long_ago)
    sent = tick(timezone.now())
    assert len(sent) == 2
    assert scan.pk in sent
