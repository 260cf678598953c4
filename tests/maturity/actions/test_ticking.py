from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from maturity.actions import deliver_events, tick
from maturity.models import Event, Run, Schedule, State
from maturity.models.runs import ATTEMPTS, LEASE
from tests.factories import make_event, make_repository, make_run, make_schedule

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
