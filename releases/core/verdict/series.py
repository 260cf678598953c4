"""From the points a source gave to windows on a grid. What is missing is missing: nothing is filled in."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import pairwise
from statistics import median
from typing import Literal

from msgspec import Struct

from releases.core.verdict.judged import Judged, Why, inconclusive

Point = tuple[float, float]  # seconds since 1970 in UTC, so no change of a clock in between; value
STEP = 300.0
MOST_POINTS = 20_000
SKEW = 120.0  # seconds a source may be ahead of us


class Grid(Struct, frozen=True):
    """`begin` is in it, `end` is not; both and `step` in seconds."""

    begin: float
    end: float
    step: float = STEP

    @property
    def places(self) -> int:
        return max(math.ceil((self.end - self.begin) / self.step - 1e-9), 0)


def flaw(
    points: Sequence[Point], now: float, kind: Literal["level", "counter", "count"] = "level"
) -> Judged | None:
    """What makes a series useless, or None. counter: it only ever rises; count: what each step added."""
    if len(points) > MOST_POINTS:
        return inconclusive(Why.TOO_LONG, f"The source gave more than {MOST_POINTS} points.")
    if not all(math.isfinite(at) for at, _ in points):
        return inconclusive(Why.UNORDERED, "The source gave a point without a time.")
    if any(math.isinf(value) for _, value in points):
        return inconclusive(Why.INFINITE, "The source gave an infinite value.")
    for (at, _), (then, _) in pairwise(points):
        if then == at:
            return inconclusive(Why.DUPLICATE, "The source gave two values for the same time.")
        if then < at:
            return inconclusive(Why.UNORDERED, "The source gave points that are out of order.")
    if points and points[-1][0] > now + SKEW:
        return inconclusive(
            Why.CLOCK_SKEW, "The source gave points of the future: its clock or ours is wrong."
        )
    return _by_value([value for _, value in points if not math.isnan(value)], kind)


def _by_value(values: Sequence[float], kind: str) -> Judged | None:
    if any(value < 0 for value in values):
        return inconclusive(Why.NEGATIVE, "The source gave a negative value.")
    if kind == "counter" and any(b < a for a, b in pairwise(values)):
        return inconclusive(Why.COUNTER_RESET, "The counter was set back, so what it counted is unknown.")
    return None


def medians(points: Iterable[Point], grid: Grid) -> list[float | None]:
    """The median of what lies in each place of the grid; None: nothing does."""
    found: list[list[float]] = [[] for _ in range(grid.places)]
    for at, value in points:
        if grid.begin <= at < grid.end and not math.isnan(value):
            found[int((at - grid.begin) / grid.step)].append(value)
    return [median(values) if values else None for values in found]


def sums(points: Iterable[Point], grid: Grid) -> list[float | None]:
    """The same for counts of a step: how many there were."""
    found: list[float | None] = [None] * grid.places
    for at, value in points:
        if grid.begin <= at < grid.end and not math.isnan(value):
            place = int((at - grid.begin) / grid.step)
            found[place] = (found[place] or 0.0) + value
    return found


def proved(bad: Sequence[float | None], total: Sequence[float | None]) -> list[float | None]:
    """Bad events, where sources tell of none by silence: 0 where requests were counted, unknown elsewhere."""
    return [
        None if of is None else 0.0 if count is None else count for count, of in zip(bad, total, strict=True)
    ]


def counted(bad: Sequence[float | None], total: Sequence[float | None]) -> tuple[float, float]:
    """Bad events and events of a window, of those places of which both are known."""
    known = [
        (a, b) for a, b in zip(proved(bad, total), total, strict=True) if a is not None and b is not None
    ]
    return sum(a for a, _ in known), sum(b for _, b in known)


def increase(points: Sequence[Point], grid: Grid) -> float | None:
    """What a counter counted from its first to its last point within the grid; None: fewer than two."""
    inside = [value for at, value in points if grid.begin <= at < grid.end and not math.isnan(value)]
    return inside[-1] - inside[0] if len(inside) > 1 else None


def weeks_before(grid: Grid, weeks: int = 4, zone: tzinfo = UTC) -> list[Grid]:
    """The same places of the clock on the wall of this zone, newest first, though it was set meanwhile."""
    begin, length = datetime.fromtimestamp(grid.begin, zone), grid.end - grid.begin
    starts = [(begin - timedelta(weeks=week)).timestamp() for week in range(1, weeks + 1)]
    return [Grid(start, start + length, grid.step) for start in starts]
