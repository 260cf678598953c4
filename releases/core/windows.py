"""The minutes before and after a deployment, and what a metric that was read in them is asked.

What has a level is held against the hour before on a grid of five minutes, after the new version warmed up;
what can be counted from the first minute on. A day after, it is the same hour of the clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

from msgspec import Struct

from releases.core.verdict import Judged, Verdict, levels, overall, series, stored
from releases.core.verdict.burning import PERIOD
from releases.core.verdict.counts import Counts, CountSettings
from releases.core.verdict.levels import LevelSettings
from releases.core.verdict.series import STEP, Grid

FIRST, HOUR, DAY = 5, 60, 24 * 60  # minutes after it at which a deployment is looked at
MARKS = (FIRST, HOUR, DAY)
LATE = timedelta(minutes=2)  # sources give their last points late
WARM_UP = 300.0
LEAST = 10  # five-minute medians, each of five values
COVERED = 0.8
KNOWN_DAYS = 1  # of samples, before anybody says how many events a whole period has

Point = Sequence[float]  # (seconds since 1970, value), of counts (…, bad, total)


class Asked(Struct, frozen=True, kw_only=True):
    """What a metric is: see `models.Metric`. slo: null when it has none."""

    name: str
    kind: str
    unit: str = ""
    direction: Literal["up", "down"] = "up"
    slo: float | None = None
    critical: bool = True

    @property
    def counts(self) -> bool:
        return self.kind == "counts"


class Spans(Struct, frozen=True):
    before: Grid
    after: Grid


def spans(started: float, effective: float, minutes: int, *, counts: bool) -> Spans:
    """started: the first moment of the deployment; effective: when the new version had the traffic."""
    end = effective + minutes * 60
    begin = max(effective, end - HOUR * 60)
    if not counts:
        begin = max(begin, min(effective + WARM_UP, end))
    return Spans(Grid(started - HOUR * 60, started), Grid(begin, end))


def level_case(
    asked: Asked, where: Spans, before: Sequence[Point], after: Sequence[Point],
    samples: Sequence[tuple[float, float]], weeks: Sequence[int], confidence: float,
) -> stored.Levels:  # fmt: skip
    """samples: its own five-minute medians of earlier weeks; weeks: those that count, 1 is the last one."""
    earlier = [
        (series.medians(samples, old), series.medians(samples, new))
        for week, (old, new) in enumerate(_earlier(where), 1) if week in weeks
    ]  # fmt: skip
    settings = LevelSettings(
        bad=asked.direction, confidence=confidence, n_min=LEAST, coverage=COVERED, ceiling=asked.slo
    )
    return stored.level_case(_medians(before, where.before), _medians(after, where.after), earlier, settings)


def _earlier(where: Spans) -> list[tuple[Grid, Grid]]:
    return list(zip(series.weeks_before(where.before), series.weeks_before(where.after), strict=True))


def calm_weeks(where: Spans, disturbed: Sequence[float]) -> list[int]:
    """Earlier weeks that tell what is usual: nothing else was deployed in those minutes."""
    pairs = enumerate(_earlier(where), 1)
    return [n for n, (old, new) in pairs if not any(old.begin <= at < new.end for at in disturbed)]


def _medians(points: Sequence[Point], grid: Grid) -> levels.Points:
    return series.medians([(point[0], point[1]) for point in points], grid)


def count_case(
    asked: Asked, where: Spans, before: Sequence[Point], after: Sequence[Point], confidence: float
) -> stored.Shares:
    settings = CountSettings(confidence=confidence, slo=asked.slo)
    return stored.Shares(
        before=counted(before, where.before), after=counted(after, where.after), settings=settings
    )


def counted(points: Sequence[Point], grid: Grid) -> Counts:
    """Bad events and all of them, of those minutes that have a point."""
    inside = [point for point in points if grid.begin <= point[0] < grid.end]
    return Counts(bad=sum(point[1] for point in inside), total=sum(point[2] for point in inside))


def budget_case(
    slo: float, since: Sequence[Point], already: Sequence[Point], effective: float
) -> stored.Budget:
    """What the day after it cost, by samples; `already`: those of the 30 days before it.

    A period's events are told by the samples there are, when those are of a day at least.
    """
    after = counted(since, Grid(effective, effective + DAY * 60))
    enough = len(since) * STEP >= COVERED * DAY * 60
    before = counted(already, Grid(effective - PERIOD, effective))
    covered = len(already) * STEP
    known = covered >= KNOWN_DAYS * DAY * 60
    return stored.Budget(
        since=after if enough else Counts(0, 0), slo=slo,
        expected=before.total / covered * PERIOD if known and before.total else None,
        already=before if covered >= COVERED * PERIOD else None,
    )  # fmt: skip


class Found(Struct, frozen=True, kw_only=True):
    name: str
    critical: bool
    judged: Judged


def together(found: Sequence[Found]) -> tuple[Verdict, str]:
    """The verdict of a deployment, and its reason in one line: the metric that decided it."""
    verdict = overall.of([overall.Item(one.judged.verdict, one.critical) for one in found])
    if verdict == Verdict.PASS:
        many = "The metric is" if len(found) == 1 else f"All {len(found)} metrics are"
        odd = [one for one in found if one.judged.verdict != Verdict.PASS]
        return (
            verdict,
            f"{len(found) - len(odd)} of {len(found)} are as before." if odd else f"{many} as before.",
        )
    ordered = sorted(found, key=lambda one: (not one.critical, SEVERITY.index(one.judged.verdict)))
    named = [one for one in ordered if one.judged.verdict == verdict] or [
        one for one in ordered if one.judged.verdict != Verdict.PASS
    ]
    return verdict, "; ".join(f"{one.name}: {one.judged.sentence}" for one in named[:3])[:1000]


SEVERITY = (Verdict.FAIL, Verdict.INCONCLUSIVE, Verdict.MARGINAL, Verdict.PASS)
