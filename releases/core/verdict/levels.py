"""Gauges and latencies: whether their level rose by the deployment, beyond what is usual at this hour."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean, stdev
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from releases.core.verdict import shifts
from releases.core.verdict.judged import Judged, Verdict, Why, inconclusive, number
from releases.core.verdict.noise import Window, calmer, level, noise, slope

Infinite = Literal["Infinity", "-Infinity"]  # as JSON can hold them
Points = Sequence[float | Infinite | None]  # one for each place of a grid; None and NaN: a gap
Pair = tuple[Points, Points]  # before, after

MOST_POINTS = 720  # of a window: half a million differences
MOST_WEEKS = 8
UNITS = (1e3, 1e6, 1e9)  # s, ms, µs, ns; B, kB, MB, GB
NEAR = 1.2  # one of them, for the release may have changed something besides
TOO_GOOD = 300.0
CERTAIN = 0.98  # confidence a fail needs: it may roll a release back
ENOUGH_WEEKS = 2
LARGEST = 700.0  # logarithm of a ratio; a float ends soon after
ROUNDING = 1e-9


class LevelSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """bad: the direction that is bad. confidence: 1 - alpha. fail, marginal: ratios, too much from there on.

    n_min: values each window needs. expected: how many there should be, when not the length of the window;
    `coverage` of them must be there. ceiling: what no value may pass (a floor for bad="down"); when all keep
    it, the metric passes. zeros: 0 is a reading (of a queue, say), for the ceiling.
    """

    bad: Literal["up", "down"] = "up"
    confidence: float = 0.95
    fail: float = 1.20
    marginal: float = 1.10
    n_min: int = 20
    coverage: float = 0.8
    expected: int | None = None
    ceiling: float | None = None
    zeros: bool = False


class _Sample(Struct, frozen=True):
    """Logarithms; of what is bad when it falls, with the sign turned."""

    before: Window
    after: Window
    weeks: Sequence[tuple[Window, Window]] = ()

    def windows(self) -> tuple[list[Window], list[Window]]:
        return [self.before, self.after], [window for pair in self.weeks for window in pair]


def judge(
    pre: Points, post: Points, weeks: Sequence[Pair] = (), settings: LevelSettings | None = None,
    *, concurrent: bool = False,
) -> Judged:  # fmt: skip
    """weeks: the same windows of the clock in earlier weeks.

    concurrent: `pre` is the old version in the minutes of `post`; earlier weeks then have nothing to say.
    """
    chosen = settings or LevelSettings()
    sized = [list(map(_read, points)) for points in (pre, post)]
    windows = weeks if not concurrent else ()
    earlier = [(list(map(_read, a)), list(map(_read, b))) for a, b in windows[:MOST_WEEKS]]
    settled = _before_any_statistics(sized[0], sized[1], chosen)
    if settled is not None:
        return settled
    usable = [pair for pair in earlier if all(_good(window, chosen.n_min) for window in pair)]
    sign = 1 if chosen.bad == "up" else -1
    sample = _Sample(
        _logs(sized[0], sign), _logs(sized[1], sign), [(_logs(a, sign), _logs(b, sign)) for a, b in usable]
    )
    return _judged(sample, chosen, concurrent=concurrent)


def _read(value: float | Infinite | None) -> float | None:
    number = math.nan if value is None else float(value)
    return None if math.isnan(number) else number


def _known(window: Window) -> list[float]:
    return [value for value in window if value is not None]


def _logs(window: Window, sign: int) -> Window:
    return [None if value is None else sign * math.log(value) for value in window]


def _good(window: Window, least: int) -> bool:
    values = _known(window)
    return len(window) <= MOST_POINTS and len(values) >= least and all(0 < v < math.inf for v in values)


def _before_any_statistics(pre: Window, post: Window, settings: LevelSettings) -> Judged | None:
    """What settles it without any: bad input, too little of it, or values that are all good enough."""
    before, after = _known(pre), _known(post)
    n = (len(before), len(after))
    if max(len(pre), len(post)) > MOST_POINTS:
        return inconclusive(Why.TOO_LONG, f"More than {MOST_POINTS} values in a window: take a wider grid.")
    if any(math.isinf(value) for value in before + after):
        return inconclusive(Why.INFINITE, "The source gave an infinite value.", n)
    if any(value < 0 for value in before + after):
        return inconclusive(Why.NEGATIVE, "The source gave a negative value; a level has none.", n)
    wanted = [settings.expected or len(window) for window in (pre, post)]
    needed = [max(settings.n_min, math.ceil(settings.coverage * whole - 1e-9)) for whole in wanted]
    for have, need, when in zip(n, needed, ("before", "after"), strict=True):
        if have < need:
            return inconclusive(Why.INSUFFICIENT, f"Too few values {when}: {have}, and {need} are needed.", n)
    zero = min(before + after) == 0
    if _kept(after, settings) and (not zero or settings.zeros):
        said = f"Every value after keeps the limit of {settings.ceiling:g} that was set."
        return Judged(verdict=Verdict.PASS, why=Why.CEILING, sentence=said, n=n)
    if zero:
        return inconclusive(Why.ZERO, "The source gave 0, of which no value is a multiple.", n)
    return None


def _kept(after: Sequence[float], settings: LevelSettings) -> bool:
    if settings.ceiling is None:
        return False
    if settings.bad == "up":
        return max(after) <= settings.ceiling
    return min(after) >= settings.ceiling


def _judged(sample: _Sample, settings: LevelSettings, *, concurrent: bool) -> Judged:
    calm, trended = _without_trend(sample)
    usual = [shifts.shift(_known(after), _known(before)) for before, after in calm.weeks]
    shift = shifts.centre(usual) if usual else 0.0
    sizes = (len(_known(calm.after)), len(_known(calm.before)))
    ordered = [value - shift for value in shifts.differences(_known(calm.after), _known(calm.before))]
    today, earlier = calm.windows()
    same_grid = [window for window in earlier if len(window) == len(today[0]) == len(today[1])]
    seen = noise(today, same_grid)
    between = stdev(usual) if len(usual) > 2 else 0.0
    fewness = 1 + 1 / len(usual) if usual else 1.0
    alpha = 1 - settings.confidence
    inflation = seen.inflation * fewness
    floor = between * math.sqrt(fewness)
    bounds, certain = (
        shifts.interval(ordered, sizes, chance, inflation * seen.shortness, floor)
        for chance in (alpha, min(alpha, 1 - CERTAIN))
    )
    figures = Judged(
        verdict=Verdict.INCONCLUSIVE, why=Why.STRADDLES, sentence="", alpha=round(alpha, 12), n=sizes[::-1],
        ratio=_ratio(shifts.middle(ordered)), low=_ratio(bounds.low), high=_ratio(bounds.high),
        fail_low=_ratio(certain.low), rank=bounds.rank, autocorrelation=seen.correlation,
        persistence=seen.persistence, pooled=seen.pooled, trended=trended, inflation=inflation,
        shortness=seen.shortness, weeks=len(usual), shift=_ratio(shift), between=between,
    )  # fmt: skip
    few = min(sizes)
    if seen.inflation > few:
        said = f"The values rise and fall together too slowly: {few} of them say nothing."
        return replace(
            figures, why=Why.NO_POWER, sentence=said, low=None, high=None, fail_low=None, rank=None
        )
    return _decided(figures, settings, adjusted=concurrent or len(usual) >= ENOUGH_WEEKS)


def _without_trend(sample: _Sample) -> tuple[_Sample, bool]:
    """Without the slope the weeks have within these windows, if today has it too."""
    if not sample.weeks:
        return sample, False
    falls = fmean(slope(before) for before, _ in sample.weeks)
    rises = fmean(slope(after) for _, after in sample.weeks)
    calm = _Sample(
        level(sample.before, falls), level(sample.after, rises),
        [(level(before, falls), level(after, rises)) for before, after in sample.weeks],
    )  # fmt: skip
    worth = calmer([sample.before, sample.after], [calm.before, calm.after])
    return (calm, True) if worth else (sample, False)


def _ratio(logarithm: float) -> float:
    return math.exp(min(max(logarithm, -LARGEST), LARGEST))


def _decided(figures: Judged, settings: LevelSettings, *, adjusted: bool) -> Judged:
    verdict, why, then = _rule(figures, settings, adjusted=adjusted)
    low, high = number(figures.low), number(figures.high)
    said = f"{_how(number(figures.ratio), settings, weeks=figures.weeks)} ({low} to {high}): {then}"
    return replace(figures, verdict=verdict, why=why, sentence=said)


def _rule(figures: Judged, settings: LevelSettings, *, adjusted: bool) -> tuple[Verdict, Why, str]:
    ratio, low, high, certain = figures.ratio, figures.low, figures.high, figures.fail_low
    assert ratio is not None
    assert low is not None
    assert high is not None
    assert certain is not None
    limit, worth = f"{settings.fail:g}", f"{settings.marginal:g}"
    if _other_unit(ratio):
        return Verdict.INCONCLUSIVE, Why.UNIT, "so far apart that the unit may have changed."
    if low > 1 and ratio >= settings.fail - ROUNDING:
        if not adjusted:
            return Verdict.MARGINAL, Why.UNADJUSTED, "but what is usual at this hour is not known."
        if certain <= 1:
            return Verdict.MARGINAL, Why.NOT_CERTAIN, "too much, but not certain enough to fail."
        return Verdict.FAIL, Why.INTERVAL, f"worse for certain, and {limit} times is too much."
    if low > 1 and ratio >= settings.marginal - ROUNDING:
        return Verdict.MARGINAL, Why.INTERVAL, f"worse for certain, and {worth} times is worth a look."
    if high < settings.fail:
        return Verdict.PASS, Why.INTERVAL, f"less than {limit} times for certain."
    return Verdict.INCONCLUSIVE, Why.STRADDLES, f"too wide to tell whether it is {limit} times or more."


def _other_unit(ratio: float) -> bool:
    return ratio <= 1 / TOO_GOOD or any(unit / NEAR <= ratio <= unit * NEAR for unit in UNITS)


def _how(ratio: str, settings: LevelSettings, *, weeks: int | None) -> str:
    if settings.bad == "up":
        return f"{ratio} times as high as is usual" if weeks else f"{ratio} times as high as before"
    return f"Usual is {ratio} times as high" if weeks else f"Before it was {ratio} times as high"
