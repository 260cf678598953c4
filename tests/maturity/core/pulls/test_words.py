from __future__ import annotations

import pytest

from maturity.core.pulls.seen import State
from maturity.core.pulls.words import MANY, Result, counted, result, signed

CASES = [
    ("Plan: 1 to add, 2 to change, 3 to destroy.", Result(State.CHANGED, 1, 2, 3)),
    ("**Plan: 1 to add, 2 to change, 3 to destroy.**", Result(State.CHANGED, 1, 2, 3)),
    ("<summary>Plan: 0 to add, 0 to change, 0 to destroy.</summary>", Result(State.UNCHANGED, 0, 0, 0)),
    ("Plan: 2 to import, 0 to add, 0 to change, 0 to destroy.", Result(State.CHANGED, 0, 0, 0)),
    ("Plan: 0 to add, 0 to change, 0 to destroy, 1 to forget.", Result(State.CHANGED, 0, 0, 0)),
    ("  # a has moved to b\nPlan: 0 to add, 0 to change, 0 to destroy.", Result(State.CHANGED, 0, 0, 0)),
    ("Plan: 0 to add, 0 to change, 0 to destroy.\n\nChanges to Outputs:", Result(State.CHANGED, 0, 0, 0)),
    ("Changes to Outputs:\n  + a = 1", Result(State.CHANGED, 0, 0, 0)),
    ("No changes. Your infrastructure matches the configuration.", Result(State.UNCHANGED, 0, 0, 0)),
    ("│ Error: Unsupported argument", Result(State.ERRORED)),
    ("Plan: 1 to add, 0 to change, 0 to destroy.\nError: it broke", Result(State.ERRORED)),
    ("Apply complete! Resources: 1 added, 0 changed, 0 destroyed.", Result(State.APPLIED)),
    ("all is well", None),
    ("We had a Plan: 3 to add", None),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_the_last_words_of_a_plan_are_understood(text: str, expected: Result | None):
    assert result(text) == expected


def test_the_plans_of_many_units_are_summed_up():
    text = "Plan: 1 to add, 0 to change, 2 to destroy.\nPlan: 0 to add, 3 to change, 1 to destroy.\n"
    assert result(text) == Result(State.CHANGED, 1, 3, 3)


def test_a_summary_below_the_plans_is_not_counted_again():
    one = "Plan: 1 to add, 0 to change, 2 to destroy.\n"
    other = "Plan: 0 to add, 3 to change, 1 to destroy.\n"
    assert result(one + one) == Result(State.CHANGED, 1, 0, 2)
    assert result(one + other + "Plan: 1 to add, 3 to change, 3 to destroy.\n") == Result(
        State.CHANGED, 1, 3, 3
    )


def test_a_line_may_hold_the_counts_anywhere():
    assert counted("Terraform plan: 1 to add, 0 to change, 2 to destroy.") == Result(State.CHANGED, 1, 0, 2)
    assert counted("3 to go") is None
    assert signed("Resource changes: +1 ~0 -2") == Result(State.CHANGED, 1, 0, 2)
    assert signed("1+1") is None


def test_no_number_is_larger_than_a_row_holds():
    lines = "Plan: 999999999 to add, 999999999 to change, 999999999 to destroy.\n" * 2
    found = result(lines + "Plan: 1 to add, 1 to change, 1 to destroy.\n")
    assert found is not None
    assert found.destroy == MANY
