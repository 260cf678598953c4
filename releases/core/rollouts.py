"""Steps of a rollout: how long each is watched, and what its figures are worth."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from releases.core.slots import SECONDS
from releases.core.verdict import Judged, Verdict, Why, overall
from releases.core.verdict.overall import Item

WARM_UP = timedelta(minutes=5)
LATE = timedelta(minutes=2)  # points come after their time
LEVELS = 1800.0  # seconds: of fewer than twenty values of a minute each nothing can be said
LONGEST = 2**31 - 1  # seconds
MOST_WINDOW = timedelta(hours=12)
LEAST_VALUES = 25  # twenty, when a fifth is missing
WHOLE = 100


class Told(Struct, frozen=True, kw_only=True):
    """What a metric said of a step. split: its figures are of the new version alone.

    fail  the factor from which on it is too much
    """

    name: str
    judged: Judged
    critical: bool
    split: bool
    fail: float


class Span(Struct, frozen=True):
    """Before and after a step, of the same length."""

    before: datetime
    before_ends: datetime
    after: datetime
    after_ends: datetime


def lasts(bake: int, needs: float | None, *, levels: bool) -> timedelta:
    """How long a step is watched, its warm-up included. bake: the least minutes; needs: seconds by traffic.

    levels  a level is bound: it has to be watched for half an hour
    """
    seconds = max(bake * 60.0, needs or 0.0, LEVELS if levels else 0.0)
    return WARM_UP + timedelta(seconds=min(seconds, LONGEST))


def span(began: datetime, effective: datetime, until: datetime) -> Span:
    """began: when the first step had effect: what ran until then is what it is held against."""
    after = min(effective + WARM_UP, until)
    length = min(until - after, MOST_WINDOW)
    return Span(began - length, began, until - length, until)


def extended(effective: datetime, until: datetime) -> datetime:
    """As long again."""
    return until + (until - effective - WARM_UP)


def minutes(samples: Mapping[float, float], begin: float, end: float, *, other: int) -> list[float | None]:
    """An earlier week on a grid of its own, from what was kept of every five minutes: {second: median}.

    other: the length of the windows that it must not be taken for, whose noise is that of single minutes.
    """
    first, last = math.floor(begin / SECONDS), math.ceil(end / SECONDS)
    slots = [samples.get(float(one * SECONDS)) for one in range(first, last)]
    often = max(1, math.ceil(LEAST_VALUES / max(len(slots), 1)))
    found = [value for value in slots for _ in range(often)]
    return [*found, None] if len(found) == other else found


def worth(one: Told, percent: int) -> Verdict:
    """What it says about the new version. A pass of all of the traffic says little of a small share of it:
    it counts only where even a harm that this share alone does would have shown.
    """
    judged = one.judged
    if judged.verdict != Verdict.PASS or one.split or percent >= WHOLE or judged.why == Why.NO_BAD_EVENTS:
        return judged.verdict
    shown = 1 + percent / WHOLE * (one.fail - 1)
    sure = judged.high is not None and judged.high < shown and judged.why != Why.CEILING
    return Verdict.PASS if sure else Verdict.INCONCLUSIVE


def decided(told: Sequence[Told], percent: int, guard: Judged | None) -> tuple[Verdict, str]:
    """The verdict of a step, and why, in one line. guard: None where no metric has an SLO by counts."""
    if not told:
        return Verdict.INCONCLUSIVE, "No metric is bound: a person decides."
    items = [Item(worth(one, percent), one.critical) for one in told]
    verdict = overall.of(items, guard.verdict if guard else Verdict.PASS)
    if guard is not None and guard.verdict != Verdict.PASS and verdict == guard.verdict:
        return verdict, guard.sentence
    for one, item in zip(told, items, strict=True):
        if item.verdict == verdict and (one.critical or verdict != Verdict.FAIL):
            return verdict, f"{one.name}: {_said(one, item.verdict, percent)}"
    worst = next(
        (one for one, item in zip(told, items, strict=True) if item.verdict != Verdict.PASS), told[0]
    )
    return verdict, f"{worst.name}: {_said(worst, worth(worst, percent), percent)}"


def _said(one: Told, verdict: Verdict, percent: int) -> str:
    if verdict == one.judged.verdict:
        return one.judged.sentence
    return f"its figures are of all of the traffic, and hide a harm to {percent} % of it."
