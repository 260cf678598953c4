"""Which moves are possible, and what follows by itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releases.core.machine import MOVES, Move, after, next_step, settled, steps_wrong
from releases.core.standing import Standing
from releases.core.state import BEFORE, ON_THE_WAY, OVER, State

STATES = st.sampled_from(list(State))


def standing(*, ready: bool, approved: bool) -> Standing:
    return Standing(items=(), approvals=(), words=(), blockers=(), ready=ready, approved=approved)


def test_the_way_begins_only_by_start_and_by_override():
    begins = {move for move, (states, to) in MOVES.items() if to in ON_THE_WAY and states & BEFORE}
    assert begins == {Move.START, Move.OVERRIDE}


def test_only_an_approved_release_is_started():
    assert [state for state in State if after(state, Move.START)] == [State.APPROVED]


def test_what_is_over_stays_over_but_for_a_way_back():
    leaving = {(state, move) for state in OVER for move in Move if after(state, move)}
    assert leaving == {(State.COMPLETED, Move.ROLL_BACK)}


def test_every_state_on_the_way_can_be_rolled_back():
    assert {state for state in ON_THE_WAY if after(state, Move.ROLL_BACK)} == ON_THE_WAY - {
        State.ROLLING_BACK
    }


@given(STATES, st.booleans(), st.booleans())
def test_settling_never_puts_a_release_on_its_way_nor_ends_it(state, ready, approved):
    to = settled(state, standing(ready=ready, approved=approved))
    assert to == state or (state in BEFORE and to in BEFORE - {State.DRAFT})


@given(STATES, st.booleans(), st.booleans())
def test_settling_twice_changes_nothing_more(state, ready, approved):
    found = standing(ready=ready, approved=approved)
    assert settled(settled(state, found), found) == settled(state, found)


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.READY, State.APPROVED])
@pytest.mark.parametrize(
    ("ready", "approved", "to"),
    [
        (False, False, State.IN_REVIEW),
        (False, True, State.IN_REVIEW),
        (True, False, State.READY),
        (True, True, State.APPROVED),
    ],
)
def test_a_release_that_waits_stands_where_its_checks_and_signatures_put_it(state, ready, approved, to):
    assert settled(state, standing(ready=ready, approved=approved)) == to


@pytest.mark.parametrize("steps", [[], [10], [100, 10], [10, 10, 100], [0, 100], [50, 100, 200]])
def test_steps_that_do_not_rise_to_the_whole_are_refused(steps):
    assert steps_wrong(steps)


@pytest.mark.parametrize(("reached", "expected"), [(0, 10), (10, 50), (49, 50), (50, 100), (100, None)])
def test_after_each_step_comes_the_next_until_all_of_it(reached, expected):
    assert steps_wrong([10, 50, 100]) == ""
    assert next_step([10, 50, 100], reached) == expected
