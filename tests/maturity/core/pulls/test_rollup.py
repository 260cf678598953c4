from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from maturity.core.pulls.rollup import Sum, Told, base_of_plans, rollup

AT = datetime(2026, 11, 2, tzinfo=UTC)
HEAD = "h" * 40


def told(state: str, about: str = "a", minutes: int = 0, **more: Any) -> Told:
    given = {"origin": "check", "commit": HEAD, "at": AT + timedelta(minutes=minutes)}
    return Told(**{**given, "state": state, "about": about, **more})


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([], "none"),
        (["unchanged", "unchanged"], "unchanged"),
        (["unchanged", "changed"], "changed"),
        (["changed", "pending"], "pending"),
        (["pending", "errored"], "errored"),
        (["unchanged", "planned"], "planned"),
        (["applied", "applied"], "applied"),
        (["applied", "unchanged"], "applied"),
        (["applied", "changed"], "changed"),
    ],
)
def test_the_worst_of_all_stacks_is_shown(states: list[str], expected: str):
    all_told = [told(state, about=str(number)) for number, state in enumerate(states)]
    assert rollup(all_told, head=HEAD).state == expected


def test_the_destroys_of_all_stacks_are_summed_up():
    assert rollup([told("changed", "a", destroy=2), told("changed", "b", destroy=3)], head=HEAD) == Sum(
        "changed", 5
    )


def test_one_plan_told_by_two_is_counted_once():
    both = [told("changed", destroy=2), told("changed", minutes=1, origin="comment", destroy=2)]
    assert rollup(both, head=HEAD) == Sum("changed", 2)


def test_a_later_check_that_is_silent_takes_no_counts_away():
    silent = told("planned", minutes=1, origin="status")
    assert rollup([told("changed", origin="comment", destroy=2), silent], head=HEAD) == Sum("changed", 2)
    uncounted = told("changed", minutes=1, origin="status")
    assert rollup([told("changed", origin="comment", destroy=2), uncounted], head=HEAD) == Sum("changed", 2)


def test_who_speaks_for_all_is_heard_when_something_is_wrong_or_nobody_else_speaks():
    comment = told("unchanged", origin="comment")
    assert rollup([comment, told("planned", "")], head=HEAD).state == "unchanged"
    assert rollup([comment, told("errored", "")], head=HEAD).state == "errored"
    assert rollup([comment, told("pending", "")], head=HEAD).state == "pending"
    assert rollup([told("planned", "")], head=HEAD).state == "planned"


def test_plans_of_an_older_commit_are_stale():
    old = told("changed", commit="o" * 40, destroy=1)
    assert rollup([old], head=HEAD) == Sum("stale", 1)
    assert rollup([old, told("unchanged", "b")], head=HEAD) == Sum("unchanged", 0)


def test_plans_are_stale_when_the_base_moved():
    assert rollup([told("changed", destroy=1)], head=HEAD, fresh=False) == Sum("stale", 1)
    assert rollup([told("errored")], head=HEAD, fresh=False).state == "errored"


def test_nothing_grows_stale_after_the_end():
    assert rollup([told("applied", commit="o" * 40)], head=HEAD, fresh=False, over=True) == Sum("applied", 0)


def test_a_plan_made_after_the_newest_commit_of_the_base_was_made_against_it():
    known = {"now": "n", "compared": "c"}
    later, earlier = AT + timedelta(hours=1), AT - timedelta(hours=1)
    assert base_of_plans(planned_at=later, now_at=AT, known="", **known) == "n"
    assert base_of_plans(planned_at=earlier, now_at=AT, known="", **known) == "c"
    assert base_of_plans(planned_at=earlier, now_at=AT, known="k", **known) == "k"
    assert base_of_plans(planned_at=later, now_at=None, known="", **known) == "c"
