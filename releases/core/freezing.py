"""Freeze windows: when they are open, as the clocks of their time zone show it.

A time that occurs twice when clocks go back: a window begins at the first and ends at the second. A time that
does not occur when clocks go forward: the moment at which they do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo

from msgspec import Struct

from releases.core import recurrence

LONGEST = timedelta(days=366)
LONGEST_RECURRING = timedelta(days=31)
FAR = timedelta(days=10 * 366)
HORIZON = timedelta(days=5 * 366)
MOST_HOPS = 100
DAY = timedelta(days=1)


class Window(Struct, frozen=True, kw_only=True):
    """starts, ends: the first time, as clocks of `zone` show it, without a zone. rule: RRULE, or ""."""

    starts: datetime
    ends: datetime
    zone: tzinfo
    rule: str = ""
    name: str = ""
    reason: str = ""

    @property
    def length(self) -> timedelta:
        return self.ends - self.starts


class Time(Struct, frozen=True, order=True):
    """One time that a window is open: from `starts` on, no longer at `ends`. In UTC."""

    starts: datetime
    ends: datetime


def check(window: Window, now: datetime) -> None:
    """ValueError with one sentence when it is no window."""
    if window.ends <= window.starts:
        raise ValueError("the window ends before it begins")
    if abs(now - window.starts.replace(tzinfo=UTC)) > FAR:
        raise ValueError("the window begins more than ten years from now")
    if window.length > LONGEST:
        raise ValueError("a window lasts at most 366 days")
    if window.rule:
        recurrence.read(window.rule)
        if window.length > LONGEST_RECURRING:
            raise ValueError("a window that comes again lasts at most 31 days")
    if not following(window, now, 1):
        raise ValueError("the window is over, and does not come again within five years")


def following(window: Window, now: datetime, most: int) -> list[Time]:
    """The one that is open and the next ones, so many in all, of the next five years."""
    found = []
    for time in times(window, now, now + HORIZON):
        found.append(time)
        if len(found) == most:
            break
    return found


def times(window: Window, after: datetime, before: datetime) -> Iterator[Time]:
    """In order: those that end after the one moment and begin before the other."""
    for day in _days(window, after, before):
        starts = datetime.combine(day, window.starts.time())
        time = Time(_first(starts, window.zone), _last(starts + window.length, window.zone))
        if time.ends > after and time.starts < before and time.starts < time.ends:
            yield time


def open_at(window: Window, now: datetime) -> Time | None:
    """The time that it is open now, the one that ends last of several."""
    here = [time for time in times(window, now, now + DAY) if time.starts <= now]
    return max(here, key=lambda time: time.ends, default=None)


def thaw(windows: Iterable[Window], now: datetime) -> datetime | None:
    """When none of them is open any more; None when that is never, as far as one can see."""
    moment, listed = now, list(windows)
    for _hop in range(MOST_HOPS):
        ends = [time.ends for window in listed if (time := open_at(window, moment))]
        if not ends:
            return moment
        moment = max(ends)
    return None


def _days(window: Window, after: datetime, before: datetime) -> Iterable[date]:
    """Those that it may begin on. A day more at both ends, for zones and for clocks that jump."""
    if not window.rule:
        return (window.starts.date(),)
    begin = (after.astimezone(window.zone) - window.length - DAY).date()
    last = (before.astimezone(window.zone) + DAY).date()
    return recurrence.read(window.rule).between(window.starts.date(), begin, last)


def _first(clocks: datetime, zone: tzinfo) -> datetime:
    """The first moment at which clocks show this time, or have passed it."""
    moment = clocks.replace(tzinfo=zone, fold=0).astimezone(UTC)
    return moment if _shows(clocks, moment, zone) else _jump(clocks, zone)


def _last(clocks: datetime, zone: tzinfo) -> datetime:
    moment = clocks.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return moment if _shows(clocks, moment, zone) else _jump(clocks, zone)


def _shows(clocks: datetime, moment: datetime, zone: tzinfo) -> bool:
    return moment.astimezone(zone).replace(tzinfo=None) == clocks


def _jump(clocks: datetime, zone: tzinfo) -> datetime:
    """When clocks go over this time, to the second: it lies between what it would be before and after."""
    low = clocks.replace(tzinfo=zone, fold=1).astimezone(UTC)
    high = clocks.replace(tzinfo=zone, fold=0).astimezone(UTC)
    offset = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return high
