"""Five minutes: what is kept of a metric, on a grid that every metric shares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from msgspec import Struct

from releases.core.verdict.series import Grid, medians, sums

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
    return datetime.fromtimestamp(_began(now.timestamp()), UTC)


def sampled(points: Iterable[Sequence[float]]) -> list[Sample]:
    """points: (seconds since 1970, value), of counts (…, bad, total). A slot without any has no sample."""
    found = list(points)
    if not found:
        return []
    times = [point[0] for point in found]
    grid = Grid(_began(min(times)), _began(max(times)) + SECONDS, SECONDS)
    many = sums(((at, 1.0) for at in times), grid)
    if len(found[0]) == 2:
        values = medians(((point[0], point[1]) for point in found), grid)
        return [Sample(at=_at(grid, n), value=value, points=int(many[n] or 0))
                for n, value in enumerate(values) if value is not None]  # fmt: skip
    bad = sums(((point[0], point[1]) for point in found), grid)
    total = sums(((point[0], point[2]) for point in found), grid)
    return [Sample(at=_at(grid, n), bad=bad[n], total=total[n], points=int(count))
            for n, count in enumerate(many) if count]  # fmt: skip


def _began(at: float) -> float:
    return at // SECONDS * SECONDS


def _at(grid: Grid, place: int) -> datetime:
    return datetime.fromtimestamp(grid.begin + place * grid.step, UTC)
