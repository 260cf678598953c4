"""How a release moves: which move is possible from which state, and where it leads.

Moves are made by people and machines; `settled` is what follows by itself while a release waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise

from releases.core.standing import Standing
from releases.core.state import BEFORE, GOING_BACK, State

WHOLE_WAY = 100  # percent


class Move(StrEnum):
    SUBMIT = "submit"
    REJECT = "reject"
    START = "start"
    OVERRIDE = "override"
    REACH = "reach"
    ADVANCE = "advance"
    HOLD = "hold"
    RESUME = "resume"
    COMPLETE = "complete"
    ROLL_BACK = "roll_back"
    SERVED = "served"
    NOT_SERVED = "not_served"
    SUPERSEDE = "supersede"
    ABANDON = "abandon"


GOING = frozenset({State.ROLLING, State.OBSERVING})

# SUBMIT to IN_REVIEW and on by `settled`; START needs the standing to be approved, OVERRIDE a record of why.
# REACH: the step has effect. ROLL_BACK again after one that failed; SERVED too, when it worked late. ABANDON
# of what is on its way: only while nobody was let through, which the action sees to.
MOVES: dict[Move, tuple[frozenset[State], State]] = {
    Move.SUBMIT: (frozenset({State.DRAFT}), State.IN_REVIEW),
    Move.REJECT: (frozenset({State.READY, State.APPROVED}), State.REJECTED),
    Move.START: (frozenset({State.APPROVED}), State.ROLLING),
    Move.OVERRIDE: (BEFORE, State.ROLLING),
    Move.REACH: (frozenset({State.ROLLING}), State.OBSERVING),
    Move.ADVANCE: (frozenset({State.OBSERVING}), State.ROLLING),
    Move.HOLD: (GOING, State.HELD),
    Move.RESUME: (frozenset({State.HELD}), State.ROLLING),
    Move.COMPLETE: (frozenset({State.OBSERVING}), State.COMPLETED),
    Move.ROLL_BACK: (
        frozenset({State.ROLLING, State.OBSERVING, State.HELD, State.COMPLETED, State.ROLLBACK_FAILED}),
        State.ROLLING_BACK,
    ),
    Move.SERVED: (GOING_BACK, State.ROLLED_BACK),
    Move.NOT_SERVED: (frozenset({State.ROLLING_BACK}), State.ROLLBACK_FAILED),
    Move.SUPERSEDE: (BEFORE, State.SUPERSEDED),
    Move.ABANDON: (BEFORE | {State.ROLLING, State.HELD}, State.ABANDONED),
}

SIGNED_IN = frozenset({State.IN_REVIEW, State.READY, State.APPROVED, State.HELD})


def after(state: State | str, move: Move) -> State | None:
    """Where the move leads; None when it is not possible from there."""
    begins, to = MOVES[move]
    return to if state in begins else None


def settled(state: State | str, standing: Standing) -> State:
    """Where a release that was submitted and not started belongs now; any other stays where it is."""
    if state not in BEFORE or state == State.DRAFT:
        return State(state)
    if not standing.ready:
        return State.IN_REVIEW
    return State.APPROVED if standing.approved else State.READY


def steps_wrong(steps: Sequence[int]) -> str:
    """Why these percentages are no way to go; "" when they are."""
    if not steps or steps[-1] != WHOLE_WAY:
        return "the last step must be 100 %"
    if steps[0] < 1 or any(one >= other for one, other in pairwise(steps)):
        return "each step must be more than the one before it"
    return ""


def next_step(steps: Sequence[int], reached: int) -> int | None:
    """The percentage that comes after the one that has effect; None after the last."""
    return next((one for one in steps if one > reached), None)
