"""How much the values of a window hang together: n of them may be worth far fewer that are independent."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean

from msgspec import Struct

Window = Sequence[float | None]  # on a grid; None: a gap
MOST = 0.95  # above it a series cannot be told from one that drifts
NOTHING = 1e-18  # sum of squares of logarithms: values that differ by rounding alone
WORTH_A_TREND = 0.9  # a slope is taken off where that leaves less than this of the variance


class Noise(Struct, frozen=True):
    """correlation: at lag 1, never below 0. persistence: factor by which it fades from lag to lag.

    inflation: of the variance of a mean in a long window. shortness: the factor that corrects it in a window
    of this length, whose values hide a part of their noise by straying together.
    """

    correlation: float
    persistence: float
    inflation: float
    shortness: float
    pooled: bool = False


def noise(today: Sequence[Window], weeks: Sequence[Window] = ()) -> Noise:
    """Of all windows together, as two say little; of today's alone where they clearly hang together more."""
    size = fmean(_present(window) for window in today)
    centred = [_centred(window) for window in today]
    pooled = bool(weeks)
    both = [*centred, *map(_centred, weeks)]
    usual = _raw(both, 1)
    unsure = math.sqrt(max(1 - usual * usual, 0.0) / (len(today) * size))
    if pooled and _raw(centred, 1) > usual + 2 * unsure:
        both, pooled = centred, False
    first = _raw(both, 1)
    first = min(max(first + (1 + 3 * first) / size, 0.0), MOST)
    fades = _fading(both, first, size)
    inflation = 1 + 2 * first / (1 - fades)
    return Noise(first, fades, inflation, _shortness(first, fades, inflation, size), pooled)


def _fading(windows: Sequence[Window], first: float, size: float) -> float:
    """The first correlation (AR 1), unless the second clearly stands above its square (AR 1 and jitter)."""
    if first <= 0:
        return 0.0
    second = _raw(windows, 2) + ((1 + first) ** 2 + 4 * first * first) / size
    partial = (second - first * first) / (1 - first * first)
    if partial <= 2 / math.sqrt(sum(map(_present, windows))):
        return first
    return min(max(second / first, first), MOST)


def _shortness(first: float, fades: float, inflation: float, size: float) -> float:
    if first <= 0:
        return 1.0
    here = inflation - 2 * first * (1 - math.pow(fades, size)) / (size * (1 - fades) ** 2)
    seen = 1 - (here - 1) / (size - 1)  # share of the variance that is left around a mean of so few
    return here / inflation / max(seen, 0.2)


def _raw(windows: Sequence[Window], lag: int) -> float:
    """Autocorrelation of all windows together, around their own means; biased towards 0 by some 1/n."""
    variance = sum(value * value for window in windows for value in window if value is not None)
    return sum(_products(window, lag) for window in windows) / variance if variance > NOTHING else 0.0


def _products(window: Window, lag: int) -> float:
    found = [a * b for a, b in zip(window, window[lag:], strict=False) if a is not None and b is not None]
    return math.fsum(found) * (_present(window) - lag) / len(found) if found else 0.0


def _present(window: Window) -> int:
    return sum(value is not None for value in window)


def _centred(window: Window) -> list[float | None]:
    mean = fmean(value for value in window if value is not None)
    return [None if value is None else value - mean for value in window]


def slope(window: Window) -> float:
    """By least squares; from the first to the last place of the window, whatever its grid."""
    known = [(at, value) for at, value in zip(_places(window), window, strict=True) if value is not None]
    at, mean = fmean(place for place, _ in known), fmean(value for _, value in known)
    spread = sum((place - at) ** 2 for place, _ in known)
    return sum((place - at) * (value - mean) for place, value in known) / spread if spread else 0.0


def level(window: Window, steepness: float) -> list[float | None]:
    """Without this slope, turned around its middle."""
    places = _places(window)
    return [
        None if value is None else value - steepness * place
        for place, value in zip(places, window, strict=True)
    ]


def calmer(before: Sequence[Window], after: Sequence[Window]) -> bool:
    return _scatter(after) <= WORTH_A_TREND * _scatter(before)


def _scatter(windows: Sequence[Window]) -> float:
    return sum(value * value for window in windows for value in _centred(window) if value is not None)


def _places(window: Window) -> list[float]:
    return [(index + 0.5) / len(window) - 0.5 for index in range(len(window))]
