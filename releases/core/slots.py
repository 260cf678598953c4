"""Five minutes: what is kept of a metric, on a grid that every metric shares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from statistics import median

from msgspec import Struct

SECONDS = 300
SLOT = timedelta(seconds=SECONDS)


class Sample(Struct, frozen=True, kw_only=True):
    """Of one slot. value: the median of a level; bad, total: sums of counts; points: how many it is of."""

    at: datetime
    value: float | None = None
    bad: float | None = None
    total: float | None = None
    points: int


def slot_of(now: datetime) -> datetime:
    """When the slot began that is open now."""
    return datetime.fromtimestamp(now.timestamp() // SECONDS * SECONDS, UTC)


def sampled(points: Iterable[Sequence[float]]) -> list[Sample]:
    """points: (seconds since 1970, value), of counts (…, bad, total). A slot without any has no sample."""
    slots: dict[float, list[Sequence[float]]] = {}
    for point in points:
        slots.setdefault(point[0] // SECONDS * SECONDS, []).append(point)
    return [_sample(at, slots[at]) for at in sorted(slots)]


def _sample(at: float, found: Sequence[Sequence[float]]) -> Sample:
    began = datetime.fromtimestamp(at, UTC)
    if len(found[0]) == 2:
        return Sample(at=began, value=median(point[1] for point in found), points=len(found))
    bad, total = sum(point[1] for point in found), sum(point[2] for point in found)
    return Sample(at=began, bad=bad, total=total, points=len(found))
