"""By how much one sample lies above another, whatever their distribution: Hodges and Lehmann (1963)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations_with_replacement
from statistics import NormalDist, median

from msgspec import Struct

# Further out, ranks say how far the tails of the pairs reach, and no longer how sure their middle is.
OUTERMOST = 0.15


def differences(after: Sequence[float], before: Sequence[float]) -> list[float]:
    """All of them, sorted."""
    return sorted(b - a for b in after for a in before)


def shift(after: Sequence[float], before: Sequence[float]) -> float:
    return middle(differences(after, before))


def centre(values: Sequence[float]) -> float:
    """The median of the means of all pairs: nearly as precise as the mean, hardly moved by one outlier."""
    return median((a + b) / 2 for a, b in combinations_with_replacement(values, 2))


def z(alpha: float) -> float:
    """Of an interval that misses in `alpha` of cases, on both sides together."""
    return NormalDist().inv_cdf(1 - alpha / 2)


class Interval(Struct, frozen=True):
    """rank: of the difference that is `low`, 0-based, before it is put further out."""

    low: float
    high: float
    rank: int


def interval(
    ordered: Sequence[float], sizes: tuple[int, int], alpha: float, inflation: float, deviation: float = 0.0
) -> Interval:
    """Of the shift. ordered: all differences, sorted. inflation: of the variance of the rank sum.

    A bound is the difference of a rank; beyond `OUTERMOST` it is that one, further out by the square root of
    the inflation that is left. deviation: a standard deviation it must at least be good for.
    """
    m, n = sizes
    count, certainty = m * n, z(alpha)
    spread = certainty * math.sqrt(count * (m + n + 1) / 12)
    used = min(inflation, ((0.5 - OUTERMOST) * count / spread) ** 2)
    rank = max(math.floor(count / 2 - spread * math.sqrt(used) - 0.5), 0)
    centre, further = middle(ordered), math.sqrt(inflation / used)
    low, high = ordered[rank], ordered[count - 1 - rank]
    if further > 1:
        low, high = centre - (centre - low) * further, centre + (high - centre) * further
    return Interval(min(low, centre - certainty * deviation), max(high, centre + certainty * deviation), rank)


def middle(ordered: Sequence[float]) -> float:
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
