"""What a source answered as points that can be reckoned with."""

from __future__ import annotations

import math
from collections.abc import Iterable

from releases.adapters.metrics._port import Asked, Point, Series

LARGEST = 1e18  # nothing that is measured is larger, and sums of it are still numbers
Values = dict[float, float]  # by time


class Kept:
    """Points as they come, and what was left out."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self.dropped = 0
        self.warnings: list[str] = []
        self.flaw = ""

    def values(self, raw: Iterable[tuple[float, float]]) -> Values:
        """Of one query. raw: (seconds since 1970, value), in any order."""
        found: Values = {}
        none = odd = outside = twice = below = 0
        for at, value in raw:
            if math.isnan(value):
                none += 1
            elif not (math.isfinite(at) and value < LARGEST):
                odd += 1
            elif not self._asked.since <= at < self._asked.until:
                outside += self._far(at)
            elif at in found:
                twice += 1
            elif value < 0:
                below += 1
            else:
                found[at] = value
        self._tell(none, "no numbers (NaN)")
        self._tell(odd, "infinite, or as good as that", flaw=True)
        self._tell(outside, "outside the time that was asked for: the clocks may differ", flaw=True)
        self._tell(twice, "there twice", flaw=True)
        self._tell(below, "below zero", flaw=True)
        return found

    def _far(self, at: float) -> bool:
        """A source that keeps a grid of its own may give the point at either end too."""
        step = self._asked.step_seconds
        return not self._asked.since - step <= at <= self._asked.until + step

    def level(self, values: Values, step: int, unit: str = "") -> Series:
        return self._series(((at, values[at]) for at in sorted(values)), step, unit)

    def counts(self, bad: Values, total: Values, step: int) -> Series:
        """No bad ones are told of: that is zero where all were counted, and a gap where they were not."""
        self._tell(len(bad.keys() - total.keys()), "errors at times whose requests were not counted")
        over = [at for at in total if bad.get(at, 0.0) > total[at]]
        if over:
            self.warnings.append(
                f"at {len(over)} of {len(total)} times there were more bad ones than all: as many are taken"
            )
        joined = ((at, min(bad.get(at, 0.0), total[at]), total[at]) for at in sorted(total))
        return self._series(joined, step, "")

    def _series(self, points: Iterable[Point], step: int, unit: str) -> Series:
        return Series(
            points=tuple(points), step_seconds=step, unit=unit, dropped=self.dropped,
            warnings=tuple(self.warnings), flaw=self.flaw,
        )  # fmt: skip

    def _tell(self, n: int, why: str, *, flaw: bool = False) -> None:
        if not n:
            return
        self.dropped += n
        said = f"{n} {'point was' if n == 1 else 'points were'} left out: {why}"
        self.warnings.append(said)
        self.flaw = self.flaw or (said if flaw else "")
