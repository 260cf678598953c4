"""The gates about the way back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from releases.core.facts.rollbacks import RollbackPlanned, WaysBack, WentBack
from releases.core.gate import Outcome, World, all_gates

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ACCEPTED = RollbackPlanned(steps=6, warnings=2, accepted_at=NOW, accepted_by="Lin", same_subject=True)


def judged(gate: str, fact: object, **params: object):
    return all_gates()[gate].run(World(fact), params, NOW)


def test_a_plan_that_a_person_accepted_for_this_subject_passes():
    found = judged("rollback_accepted", ACCEPTED)
    assert (found.outcome, found.reason) == (Outcome.PASSED, "accepted by Lin; steps in the plan: 6")


@pytest.mark.parametrize(
    ("plan", "outcome", "said"),
    [
        (RollbackPlanned(steps=0), Outcome.UNKNOWN, "no rollback plan"),
        (RollbackPlanned(steps=6), Outcome.FAILED, "nobody has accepted"),
        (
            RollbackPlanned(steps=6, accepted_at=NOW),
            Outcome.FAILED,
            "made of before",
        ),
    ],
)
def test_a_plan_that_nobody_stands_for_blocks(plan: RollbackPlanned, outcome: Outcome, said: str):
    found = judged("rollback_accepted", plan)
    assert found.outcome is outcome
    assert said in found.reason


def test_a_checklist_may_say_how_many_warnings_a_plan_may_have():
    assert judged("rollback_accepted", ACCEPTED, warnings=2).outcome is Outcome.PASSED
    assert judged("rollback_accepted", ACCEPTED, warnings=1).outcome is Outcome.FAILED


def gone(days: float, *, worked: bool = True, **fields) -> WentBack:
    told = {"environment": "stage", "seconds": 220, **fields}
    return WentBack(at=NOW - timedelta(days=days), worked=worked, **told)


def test_a_rehearsal_counts_for_ninety_days():
    found = judged("rehearsed", WaysBack((gone(90.9),)))
    assert (found.outcome, found.reason) == (Outcome.PASSED, "rehearsed 90 days ago; it took 220 s")
    assert judged("rehearsed", WaysBack((gone(91),))).outcome is Outcome.FAILED
    assert judged("rehearsed", WaysBack((gone(91),)), days=100).outcome is Outcome.PASSED


def test_without_a_rehearsal_it_is_not_known_whether_it_works():
    assert judged("rehearsed", WaysBack()).outcome is Outcome.UNKNOWN
    stage = WaysBack((gone(1),))
    assert judged("rehearsed", stage, environment="prod").outcome is Outcome.UNKNOWN


def test_a_rehearsal_that_failed_after_one_that_worked_counts():
    found = judged("rehearsed", WaysBack((gone(1), gone(0, worked=False))))
    assert found.outcome is Outcome.FAILED


def test_a_rollback_in_earnest_is_a_rehearsal_too():
    found = judged("rehearsed", WaysBack((gone(3, rehearsed=False, seconds=None),)))
    assert found.reason == "rolled back in earnest 3 days ago; nobody measured how long it took"


def test_a_clock_that_was_set_back_makes_no_negative_age():
    assert judged("rehearsed", WaysBack((gone(-1),))).values["days"] == 0
