"""Many points on few pixels, without losing a peak or bridging a gap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from releases.charts._shape import Points, middle, values

COLUMNS = 480
MISSING = 1.5  # steps without a point: then there is a gap


class Column(Struct, frozen=True):
    """What lies on one column: the lowest, the middle, the highest. share: where, 0 to 1; n: points."""

    share: float
    low: float
    middle: float
    high: float
    n: int


def runs(points: Points, step: float) -> Iterator[Points]:
    """Pieces without a gap. Of counts a point at which nothing was counted is a gap too."""
    run: list[Sequence[float]] = []
    for point in points:
        empty = len(point) == 3 and point[2] <= 0
        if run and (empty or point[0] - run[-1][0] > MISSING * step):
            yield run
            run = []
        if not empty:
            run.append(point)
    if run:
        yield run


def columns(run: Points, starts: float, ends: float, n: int = COLUMNS) -> list[Column]:
    """Of one piece, those columns that hold a point of it, from left to right."""
    width = (ends - starts) / n
    found: dict[int, list[Sequence[float]]] = {}
    for point in run:
        if starts <= point[0] <= ends:
            found.setdefault(min(int((point[0] - starts) / width), n - 1), []).append(point)
    return [_column(some, starts, ends) for _at, some in sorted(found.items())]


def _column(points: Points, starts: float, ends: float) -> Column:
    known = [value for _at, value in values(points)]
    at = sum(point[0] for point in points) / len(points)
    return Column(
        share=(at - starts) / (ends - starts), low=min(known), middle=middle(points) or 0.0,
        high=max(known), n=len(points),
    )  # fmt: skip
