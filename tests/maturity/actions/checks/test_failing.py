"""Checks that come to nothing: the finding stays, and the second failure in a row is told."""

from __future__ import annotations

import pytest

from maturity.models import Event, Outcome
from tests.maturity.actions.checks.making import drifts, failed, kinds, waits

pytestmark = pytest.mark.django_db


def test_the_second_failure_in_a_row_is_told_and_the_third_is_not(checks):
    checks.fail()
    assert kinds() == []
    checks.fail(Outcome.TIMED_OUT)
    checks.fail()
    assert kinds() == ["check.failing"]
    assert Event.objects.get().data == {"failures": 2, "outcome": "timed_out"}


def test_a_stack_fails_since_its_first_failure(checks, stack):
    first = checks.fail()
    checks.fail()
    stack.refresh_from_db()
    assert (stack.failing_since, stack.failures, stack.finding) == (first.started_at, 2, "")


def test_recovering_is_told_when_failing_was(checks, stack):
    checks.fail()
    checks.next()
    assert kinds() == []
    checks.fail()
    checks.fail()
    checks.next()
    stack.refresh_from_db()
    assert kinds() == ["check.failing", "check.recovered"]
    assert (stack.failures, stack.failing_since, stack.attempt_error) == (0, None, "")


@pytest.mark.parametrize("outcome", [Outcome.CANCELLED, Outcome.SKIPPED])
def test_a_cancelled_or_skipped_check_is_no_failure(checks, stack, outcome):
    checks.fail()
    check = checks.fail(outcome, "the state is locked by ana")
    stack.refresh_from_db()
    assert (check.outcome, check.error) == (outcome, "the state is locked by ana")
    assert (stack.attempt, stack.failures) == (outcome, 1)
    assert kinds() == []


def test_a_day_shows_its_failure_only_when_nothing_finished(checks, stack):
    checks.at = checks.at.replace(hour=1)
    checks.fail()
    stack.refresh_from_db()
    assert stack.calendar == "E"
    checks.next()
    stack.refresh_from_db()
    assert stack.calendar == "o"


def test_a_failed_plan_shows_what_it_has_and_judges_nothing(checks, stack):
    partial = failed("Error: Invalid provider configuration")
    check = checks.take(partial)
    stack.refresh_from_db()
    assert (check.plan.errored, check.plan.finding, check.drifted) == (True, "", 0)
    assert stack.finding == ""


def test_a_failure_without_a_plan_has_none_to_show(checks):
    assert checks.fail().plan is None


@pytest.mark.parametrize("outcome", list(set(Outcome) - {Outcome.FINISHED}))
def test_no_failure_touches_the_finding_or_the_episode(checks, stack, outcome):
    found = checks.next(drifts(), waits())
    checks.fail(outcome)
    stack.refresh_from_db()
    assert (stack.finding, stack.checked_at, stack.drifted_resources) == (found.finding, found.started_at, 1)
    assert stack.drift_since == found.started_at
    assert kinds() == ["drift.opened"]


def test_an_error_is_cut_and_swept_before_it_is_stored(checks, stack):
    check = checks.fail(message='password = "hunter2hunter2"\n' + "x" * 5000)
    stack.refresh_from_db()
    assert "hunter2" not in check.error
    assert len(check.error) <= 1000
    assert stack.attempt_error == check.error


def test_a_check_that_finished_is_no_failure(checks):
    with pytest.raises(ValueError, match="recorded with what it found"):
        checks.fail(Outcome.FINISHED)
