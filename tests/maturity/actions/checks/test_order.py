"""Checks that arrive late, twice, at once, or with a clock of their own."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from maturity.actions import Refused
from maturity.actions.checks import record_check, record_failure
from maturity.models import DriftCheck, DriftEpisode, Event, Outcome, Stack
from tests.factories import make_repository, make_stack
from tests.maturity.actions.checks.making import GROUP, Checks, drifts, kinds, origin, reading
from tests.maturity.models.test_concurrency import at_once

pytestmark = pytest.mark.django_db


def test_a_check_that_looked_earlier_is_history_and_nothing_else(checks, stack):
    checks.next()
    newest = checks.next()
    late = checks.next(drifts(), at=newest.started_at - timedelta(minutes=90))
    stack.refresh_from_db()
    assert late.finding == "drifted"
    assert (stack.finding, stack.latest_check, stack.drift_since) == ("in_sync", newest, None)
    assert (DriftEpisode.objects.count(), kinds()) == (0, [])


def test_a_late_clean_check_ends_no_episode(checks):
    first = checks.next(drifts())
    checks.next(at=first.started_at - timedelta(minutes=1))
    assert DriftEpisode.objects.open().get().checks == 1


def test_a_late_check_still_counts_for_its_day(checks, stack):
    newest = checks.next()
    checks.next(drifts(), at=newest.started_at - timedelta(days=2))
    stack.refresh_from_db()
    assert stack.calendar == "1.o"


def test_a_finding_from_before_the_last_failure_is_shown_while_the_failure_stays(checks, stack):
    checks.next()
    failed = checks.fail()
    check = checks.next(drifts(), at=failed.started_at - timedelta(minutes=1))
    stack.refresh_from_db()
    assert (stack.finding, stack.latest_check) == ("drifted", check)
    assert (stack.attempt, stack.failures, stack.attempted_at) == ("errored", 1, failed.started_at)


def test_a_late_failure_is_not_counted(checks, stack):
    newest = checks.next()
    checks.fail(at=newest.started_at - timedelta(minutes=1))
    stack.refresh_from_db()
    assert (stack.failures, stack.attempt, stack.failing_since) == (0, "finished", None)


def test_the_same_key_again_gives_the_row_that_is_there(checks):
    first = checks.next(drifts(), idempotency_key="run 7")
    again = checks.next(idempotency_key="run 7")
    failed = checks.fail(idempotency_key="run 7")
    assert first == again == failed
    assert (DriftCheck.objects.count(), Event.objects.count()) == (1, 1)


def test_the_same_key_on_another_stack_is_another_check(checks, stack):
    checks.next(idempotency_key="run 7")
    Checks(make_stack(stack.repository, "live/stage")).next(idempotency_key="run 7")
    assert DriftCheck.objects.count() == 2


def test_checks_without_a_key_are_all_kept(checks):
    checks.next()
    checks.next()
    assert DriftCheck.objects.count() == 2


def test_a_clock_that_runs_ahead_is_set_to_ours(stack):
    ahead = timezone.now() + timedelta(hours=3)
    check = record_check(stack, reading(), origin(ahead))
    assert check.started_at <= check.finished_at <= timezone.now()


def test_a_check_never_ends_before_it_began(stack):
    now = timezone.now()
    check = record_check(stack, reading(), origin(now, finished_at=now - timedelta(hours=1)))
    assert check.finished_at == check.started_at


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"at": timezone.now() - timedelta(days=31)}, "more than 30 days ago"),
        ({"at": datetime(2026, 1, 1)}, "no time zone"),  # noqa: DTZ001 - that is the point
        ({"idempotency_key": "k" * 201}, "more than 200 characters"),
    ],
    ids=["too old", "no time zone", "overlong key"],
)
def test_what_cannot_be_placed_is_refused_in_one_sentence(stack, given, said):
    with pytest.raises(Refused, match=said):
        record_check(stack, reading(), origin(**given))
    with pytest.raises(Refused, match=said):
        record_failure(stack, Outcome.ERRORED, "it failed", origin(**given))
    assert DriftCheck.objects.count() == 0


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("https://ci.example/7?x=1#y", "https://ci.example/7?x=1#y"),
        ("https://bot:token@ci.example/7", "https://ci.example/7"),
        ("javascript:alert(1)", ""),
        ("//ci.example/7", ""),
        ("https://[", ""),
        ("https://ci.example/" + "7" * 500, ""),
    ],
)
def test_an_address_is_kept_when_a_page_may_link_to_it(stack, sent, kept):
    assert record_check(stack, reading(), origin(url=sent)).url == kept


def test_texts_are_cut_to_what_a_row_takes(stack):
    long = origin(commit="c" * 500, ref="r" * 500, actor="a" * 500, title="t\0" * 500)
    plan = record_check(stack, reading(drifts()), long).plan
    assert plan is not None
    assert (len(plan.commit), len(plan.ref), len(plan.actor), len(plan.title)) == (64, 250, 200, 250)
    assert "\0" not in plan.title


def test_a_stack_that_was_removed_meanwhile_is_refused(stack):
    Stack.objects.all().delete()
    with pytest.raises(Refused, match="removed meanwhile"):
        record_check(stack, reading(), origin())


@pytest.mark.django_db(transaction=True)
def test_of_eight_checks_at_once_one_opens_the_episode_and_all_are_kept():
    stack = make_stack(make_repository())
    at = timezone.now() - timedelta(hours=1)
    at_once(lambda number: record_check(stack, reading(drifts()), origin(at + timedelta(minutes=number))), 8)
    assert DriftCheck.objects.count() == 8
    assert DriftEpisode.objects.count() == 1
    assert kinds().count("drift.opened") == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_push_sent_eight_times_at_once_is_one_check():
    stack, at = make_stack(make_repository()), timezone.now() - timedelta(hours=1)
    made = at_once(lambda _: record_check(stack, reading(drifts()), origin(at, idempotency_key="7")).pk, 8)
    assert len(set(made)) == 1
    assert kinds() == ["drift.opened"]


@pytest.mark.django_db(transaction=True)
def test_failures_at_once_are_told_once():
    stack, at = make_stack(make_repository()), timezone.now() - timedelta(hours=1)
    at_once(lambda _: record_failure(stack, Outcome.ERRORED, "it failed", origin(at)), 8)
    stack.refresh_from_db()
    assert (stack.failures, kinds()) == (8, ["check.failing"])


@pytest.mark.django_db(transaction=True)
def test_drift_that_ends_on_two_pushes_at_once_is_resolved_once():
    stack, at = make_stack(make_repository()), timezone.now() - timedelta(hours=1)
    record_check(stack, reading(drifts(), drifts(GROUP)), origin(at))
    at_once(lambda _: record_check(stack, reading(), origin(at + timedelta(minutes=1))), 4)
    assert kinds() == ["drift.opened", "drift.resolved"]
