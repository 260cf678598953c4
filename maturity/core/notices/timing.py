"""Quiet hours and digests, by the clock on somebody's wall, also when that is put forward or back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from msgspec import Struct

DAY = timedelta(days=1)
MIDNIGHT = time()


class Quiet(Struct, frozen=True):
    """Local hours in which messages wait. `start` after `end` goes over midnight. days: Monday is 0."""

    zone: tzinfo
    start: time | None = None
    end: time | None = None
    days: frozenset[int] = frozenset()


class Digest(Struct, frozen=True):
    """Everything since the last one, at a local time: every day, or on one weekday."""

    zone: tzinfo
    at: time
    day: int | None = None


def moment(day: date, at: time, zone: tzinfo) -> datetime:
    """In UTC. An hour that is skipped counts as if it were not; of one that comes twice, the first."""
    return datetime.combine(day, at.replace(tzinfo=None, fold=0), zone).astimezone(UTC)


def after_quiet(quiet: Quiet, now: datetime) -> datetime:
    """`now`, or when the quiet that it falls into ends. Without any hour left in a week, in a week."""
    at = now
    while (end := _end_of_quiet(quiet, at)) is not None and at < now + 7 * DAY:
        at = end
    return at


def next_digest(digest: Digest, now: datetime) -> datetime:
    """The first time after `now`."""
    today = now.astimezone(digest.zone).date()
    for day in (today + n * DAY for n in range(-1, 10)):
        at = moment(day, digest.at, digest.zone)
        if at > now and digest.day in (None, day.weekday()):
            return at
    raise AssertionError("every weekday comes within ten days")


def _end_of_quiet(quiet: Quiet, at: datetime) -> datetime | None:
    ends = [end for start, end in _stretches(quiet, at) if start <= at < end]
    return max(ends, default=None)


def _stretches(quiet: Quiet, at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The quiet ones around this moment, in UTC."""
    today = at.astimezone(quiet.zone).date()
    for day in (today - DAY, today, today + DAY):
        if day.weekday() in quiet.days:
            yield moment(day, MIDNIGHT, quiet.zone), moment(day + DAY, MIDNIGHT, quiet.zone)
        if quiet.start is not None and quiet.end is not None and quiet.start != quiet.end:
            last = day if quiet.start < quiet.end else day + DAY
            yield moment(day, quiet.start, quiet.zone), moment(last, quiet.end, quiet.zone)
