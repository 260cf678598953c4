from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from maturity.models import Run, State
from maturity.models.runs import ATTEMPTS, LEASE, plan_of
from tests.factories import make_repository, make_run, make_stack

pytestmark = pytest.mark.django_db


def same(run: Run) -> Run:
    """The row as another process sees it."""
    return Run.objects.get(pk=run.pk)


def test_of_two_workers_exactly_one_claims_a_run():
    run = make_run(make_repository())
    other = same(run)
    assert run.claim("a", timezone.now())
    assert not other.claim("b", timezone.now())
    assert same(run).worker == "a"


def test_a_beat_renews_the_lease_and_tells_how_far_it_is():
    run, now = make_run(make_repository()), timezone.now()
    run.claim("a", now)
    assert run.beat(now + timedelta(seconds=30), progress="reading 1 of 2 files", percent=50)
    found = same(run)
    assert (found.lease_until, found.progress, found.percent) == (
        now + timedelta(seconds=30) + LEASE, "reading 1 of 2 files", 50,
    )  # fmt: skip


def test_a_run_that_was_taken_over_cannot_be_finished_by_its_first_worker():
    run, now = make_run(make_repository()), timezone.now()
    run.claim("a", now)
    late = same(run)
    assert run.lapse(now + 2 * LEASE)
    assert run.claim("b", now + 2 * LEASE)
    assert not late.beat(now)
    assert not late.finish(now)
    assert not late.fail(now, "x")
    assert same(run).state == State.RUNNING


def test_a_finished_run_holds_no_lease():
    run, now = make_run(make_repository()), timezone.now()
    run.claim("a", now)
    assert run.finish(now)
    assert (same(run).state, same(run).lease_until, same(run).percent) == (State.FINISHED, None, 100)


def test_a_lease_that_was_renewed_in_time_does_not_lapse():
    run, now = make_run(make_repository()), timezone.now()
    run.claim("a", now)
    seen_by_the_clock = same(run)
    run.beat(now + LEASE)
    assert not seen_by_the_clock.lapse(now + LEASE + timedelta(seconds=1))


def test_a_run_whose_worker_dies_again_and_again_ends_with_a_sentence():
    run, now = make_run(make_repository()), timezone.now()
    for _ in range(ATTEMPTS):
        assert run.state == State.QUEUED
        run.claim("a", now)
        run.lapse(now + 2 * LEASE)
    assert same(run).state == State.ERRORED
    assert "3 of 3 attempts" in same(run).error


def test_a_repository_has_one_open_run_at_most():
    repository = make_repository()
    make_run(repository)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_run(repository)


def test_ended_runs_do_not_stand_in_the_way_of_a_new_one():
    repository = make_repository()
    for state in (State.FINISHED, State.ERRORED, State.CANCELLED):
        make_run(repository, state)
    assert make_run(repository).is_open


def test_a_queued_run_can_be_cancelled_and_then_nobody_claims_it():
    run = make_run(make_repository())
    assert run.cancel(timezone.now())
    assert not run.claim("a", timezone.now())


def test_a_reminder_is_sent_by_one_clock_only():
    old = timezone.now() - timedelta(minutes=5)
    run = make_run(make_repository(), queued_at=old)
    other, now = same(run), timezone.now()
    before = now - timedelta(minutes=1)
    assert run.remind(now, before)
    assert not other.remind(now, before)


def test_a_running_run_is_asked_to_stop_once():
    run, now = make_run(make_repository()), timezone.now()
    assert not run.ask_to_stop(now)
    run.claim("a", now)
    assert not run.asked_to_stop()
    assert same(run).ask_to_stop(now)
    assert not same(run).ask_to_stop(now)
    assert run.asked_to_stop()


def test_a_run_that_ends_without_a_result_says_how():
    run, now = make_run(make_repository()), timezone.now()
    run.claim("a", now)
    assert run.end(State.SKIPPED, now, "locked by ana")
    assert (same(run).state, same(run).error, same(run).lease_until) == (State.SKIPPED, "locked by ana", None)


def test_two_stacks_of_one_state_are_planned_one_after_the_other():
    repository = make_repository()
    one = make_stack(repository, "a", state_place="s3://states/prod")
    two = make_stack(repository, "b", state_place="s3://states/prod")
    other = make_stack(repository, "c", state_place="s3://states/prod", workspace="eu")
    unknown = make_stack(repository, "d")
    assert plan_of(one) == plan_of(two) == "state:s3://states/prod"
    assert len({plan_of(one), plan_of(other), plan_of(unknown)}) == 3
    long = make_stack(repository, "e", state_place=f"s3://states/{'x' * 600}")
    assert len(plan_of(long)) < 100
