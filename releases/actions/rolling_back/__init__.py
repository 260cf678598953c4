"""The way back: its plan, going it, and trying it beforehand."""

from __future__ import annotations

from releases.actions.rolling_back.going_back import (
    Seen,
    fail_overdue,
    note_back,
    note_served,
    roll_back,
    roll_back_by_itself,
)
from releases.actions.rolling_back.planning import accept_plan, clock_of, make_plan, renew_plan, write_plan
from releases.actions.rolling_back.rehearsing import Tried, rehearse

__all__ = [
    "Seen",
    "Tried",
    "accept_plan",
    "clock_of",
    "fail_overdue",
    "make_plan",
    "note_back",
    "note_served",
    "rehearse",
    "renew_plan",
    "roll_back",
    "roll_back_by_itself",
    "write_plan",
]
