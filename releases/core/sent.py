"""Points that a machine sends of a metric: which of them can be."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec import Struct

OLDEST = timedelta(days=7)
AHEAD = timedelta(minutes=2)  # clocks differ


class SentPoint(Struct, frozen=True, kw_only=True):
    """value: of a level; bad and total: of counts, in the time since the point before."""

    at: datetime
    value: float | None = None
    bad: float | None = None
    total: float | None = None


def settled(points: Iterable[SentPoint], now: datetime, *, counts: bool) -> list[SentPoint]:
    """In order of time, whole seconds, each once. ValueError: what cannot be, in one line."""
    found: dict[datetime, SentPoint] = {}
    for point in points:
        at = point.at.replace(microsecond=0)
        one = SentPoint(at=at, value=point.value, bad=point.bad, total=point.total)
        if why := _flaw(one, now, counts=counts):
            raise ValueError(f"the point of {_clock(at)}: {why}")
        if found.setdefault(at, one) != one:
            raise ValueError(f"the point of {_clock(at)} is there twice, with other numbers")
    return [found[at] for at in sorted(found)]


def _flaw(point: SentPoint, now: datetime, *, counts: bool) -> str:
    given = [one for one in (point.value, point.bad, point.total) if one is not None]
    if not all(map(math.isfinite, given)):
        return "it has a number that is none (NaN or infinite)"
    if any(one < 0 for one in given):
        return "it has a number below zero"
    if point.at > now + AHEAD:
        return "it lies in the future"
    if point.at < now - OLDEST:
        return f"it is older than {OLDEST.days} days"
    if counts and (point.bad is None or point.total is None or point.value is not None):
        return "this metric is counted, so it has bad and total, and no value"
    if not counts and (point.value is None or len(given) > 1):
        return "this metric is a level, so it has a value, and neither bad nor total"
    if point.bad is not None and point.total is not None and point.bad > point.total:
        return "it has more bad ones than all"
    return ""


def _clock(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
