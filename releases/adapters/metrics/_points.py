"""What a source answered as points that can be reckoned with."""

from __future__ import annotations

import math
from collections.abc import Iterable

from releases.adapters.metrics._port import Asked, Point, Series

Values = dict[float, float]  # by time


class Kept:
    """Points as they come, and what was left out."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self.dropped = 0
        self.warnings: list[str] = []

    def values(self, raw: Iterable[tuple[float, float]]) -> Values:
        """Of one query. raw: (seconds since 1970, value), in any order."""
        found: Values = {}
        odd = outside = twice = below = 0
        for at, value in raw:
            if not (math.isfinite(value) and math.isfinite(at)):
                odd += 1
            elif not self._asked.since <= at < self._asked.until:
                outside += 1
            elif at in found:
                twice += 1
            elif value < 0:
                below += 1
            else:
                found[at] = value
        self._tell(odd, "no numbers (NaN or infinite)")
        self._tell(outside, "outside the time that was asked for: the clocks may differ")
        self._tell(twice, "there twice")
        self._tell(below, "below zero")
        return found

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
            warnings=tuple(self.warnings),
        )  # fmt: skip

    def _tell(self, n: int, why: str) -> None:
        if n:
            self.dropped += n
            self.warnings.append(f"{n} {'point was' if n == 1 else 'points were'} left out: {why}")
