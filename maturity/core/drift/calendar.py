"""A year of checks, one character a day.

"." not checked, "E" failed, "o" clean, "p" pending only, "1" to "9" resources adrift (9 or more).
The worst of a day is shown, but a failure only when nothing finished that day.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum

DAYS = 400
FRESH_DAYS = 8  # a check speaks for the days after it, until it is stale
NOTHING, FAILED, CLEAN, PENDING = ".", "E", "o", "p"
_RANK = "".join((NOTHING, FAILED, CLEAN, PENDING, "123456789"))


class Day(StrEnum):
    """How a stack stood on a day."""

    IN_SYNC = "in_sync"
    DRIFTED = "drifted"
    FAILING = "failing"
    UNCHECKED = "unchecked"


def today(now: datetime) -> date:
    """The day a check at this moment belongs to: in UTC, wherever the people are who look at it."""
    return now.astimezone(UTC).date()


def character(drifted: int, pending: int) -> str:
    """Of one check that finished."""
    if drifted:
        return str(min(drifted, 9))
    return PENDING if pending else CLEAN


def mark(calendar: str, end: date | None, day: date, char: str) -> tuple[str, date]:
    """The calendar with one more check, and the day its last character is for. Older days are passed over."""
    if end is None:
        return char, day
    if day > end:
        calendar = (calendar + NOTHING * min((day - end).days, DAYS))[-DAYS:]
        end = day
    back = (end - day).days
    if back >= DAYS:
        return calendar, end
    calendar = calendar.rjust(back + 1, NOTHING)
    place = len(calendar) - 1 - back
    worst = max(calendar[place], char, key=_RANK.index)
    return calendar[:place] + worst + calendar[place + 1 :], end


def window(calendar: str, end: date | None, last: date, days: int) -> str:
    """`days` characters, the last one for `last`."""
    if end is None:
        return NOTHING * days
    ahead = (last - end).days
    if ahead < 0:
        calendar = calendar[:ahead]
    return (calendar + NOTHING * min(max(ahead, 0), days)).rjust(days, NOTHING)[-days:]


def stood(calendar: str, end: date | None, day: date) -> Day:
    """By the last check on that day or shortly before."""
    seen = window(calendar, end, day, FRESH_DAYS).rstrip(NOTHING)
    if not seen:
        return Day.UNCHECKED
    if seen[-1] == FAILED:
        return Day.FAILING
    return Day.IN_SYNC if seen[-1] in (CLEAN, PENDING) else Day.DRIFTED
