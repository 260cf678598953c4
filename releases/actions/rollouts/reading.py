"""What metrics did before and after a step, as their sources tell it now, ready to be judged."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from maturity.actions.rows import clean
from maturity.adapters.errors import AdapterError
from releases.actions.metrics.live import read_live
from releases.actions.services import known
from releases.adapters.metrics import Point
from releases.core import rollouts
from releases.core.progress import groups_of
from releases.core.rollouts import Span
from releases.core.verdict import Judged, Why, overall, series, stored
from releases.core.verdict.counts import Counts, CountSettings
from releases.core.verdict.judged import inconclusive
from releases.core.verdict.levels import LevelSettings, Pair
from releases.core.verdict.series import Grid
from releases.core.verdict.stored import Case, Levels, Shares
from releases.models import Metric, MetricKind, MetricSample, Release, Service

STEP = 60


class Window(Struct, frozen=True, kw_only=True):
    """phase: "before", "after", "control". error: why there is nothing to judge by, in the source's words."""

    phase: str
    starts_at: datetime
    ends_at: datetime
    points: tuple[Point, ...] = ()
    step: int = STEP
    error: str = ""


class Read(Struct, frozen=True, kw_only=True):
    """Of one metric. case: None where it could not be read; then `judged` says why."""

    metric: Metric
    windows: tuple[Window, ...]
    case: Case | None
    judged: Judged
    split: bool

    @property
    def given(self) -> dict[str, Any]:
        case = msgspec.to_builtins(self.case) if self.case is not None else None
        return {**settings_of(self.metric), "split": self.split, "case": case}

    @property
    def found(self) -> Any:
        return msgspec.to_builtins(self.judged)


def settings_of(metric: Metric) -> dict[str, Any]:
    """What a metric is, for when it is changed or gone."""
    names = ("name", "kind", "unit", "direction", "slo", "scale", "critical", "query", "total_query")
    return {name: getattr(metric, name) for name in (*names, "control_query", "control_total_query")}


def read_all(release: Release, metrics: Sequence[Metric], asked: Span, percent: int) -> list[Read]:
    """Takes some seconds of each: no transaction is open.

    Below 100 %, a metric that is asked of both versions is judged side by side.
    """
    groups = new_groups(release)
    confidence = overall.confidence(sum(one.critical for one in metrics))
    return [_read(one, asked, groups, confidence, beside=percent < rollouts.WHOLE) for one in metrics]


def new_groups(release: Release) -> tuple[str, ...]:
    """Names of the target groups that the new version stands in, as AWS was last read."""
    where = {"application": release.application_id, "environment": release.to_environment}
    service = Service.objects.filter(**where).first()
    live = known(service) if service is not None else None
    return groups_of(live.rollout.new, live) if live is not None and live.rollout is not None else ()


def _read(
    metric: Metric, asked: Span, groups: tuple[str, ...], confidence: float, *, beside: bool
) -> Read:  # fmt: skip
    split = beside and bool(metric.control_query)
    after = window(metric, "after", asked.after, asked.after_ends, groups)
    if split:
        before = window(metric, "control", asked.after, asked.after_ends, groups)
    else:
        before = window(metric, "before", asked.before, asked.before_ends, groups)
    error = after.error or before.error
    case = None if error else _case(metric, before, after, confidence)
    judged = inconclusive(Why.INSUFFICIENT, error) if case is None else case.judge()
    return Read(metric=metric, windows=(before, after), case=case, judged=judged, split=split)


def window(
    metric: Metric, phase: str, starts: datetime, ends: datetime, groups: tuple[str, ...] = ()
) -> Window:
    """Raw points of that time; of what cannot be read, why."""
    empty = Window(phase=phase, starts_at=starts, ends_at=ends)
    try:
        told = read_live(metric, starts, ends, STEP, control=phase == "control", new_groups=groups)
    except AdapterError as error:
        return msgspec.structs.replace(empty, error=clean(error.message)[:1000])
    flaw = told.flaw or _flaw(metric, told.points, ends)
    return msgspec.structs.replace(
        empty, points=told.points, step=told.step_seconds, error=clean(flaw)[:1000]
    )


def _flaw(metric: Metric, points: Sequence[Point], ends: datetime) -> str:
    if not points:
        return "The source has no points of that time."
    kind = "count" if metric.kind == MetricKind.COUNTS else "level"
    columns = range(1, len(points[0]))
    found = [
        series.flaw([(point[0], point[column]) for point in points], ends.timestamp(), kind)  # type: ignore[arg-type]
        for column in columns
    ]
    return next((one.sentence for one in found if one is not None), "")


def _case(metric: Metric, before: Window, after: Window, confidence: float) -> Case:
    if metric.kind == MetricKind.COUNTS:
        settings = CountSettings(confidence=confidence, slo=metric.slo)
        return Shares(before=counted(before), after=counted(after), settings=settings)
    values = [series.medians(_column(one, 1), _grid(one)) for one in (before, after)]
    bad = "down" if metric.direction == "down" else "up"
    settings_ = LevelSettings(bad=bad, confidence=confidence, ceiling=metric.slo)  # type: ignore[arg-type]
    beside = before.phase == "control"
    weeks = [] if beside else _weeks(metric, before, after, len(values[0]))
    case: Levels = stored.level_case(values[0], values[1], weeks, settings_, concurrent=beside)
    return case


def counted(one: Window) -> Counts:
    grid = _grid(one)
    bad, total = (series.sums(_column(one, column), grid) for column in (1, 2))
    return Counts(*series.counted(bad, total))


def _grid(one: Window) -> Grid:
    return Grid(one.starts_at.timestamp(), one.ends_at.timestamp(), float(one.step))


def _column(one: Window, column: int) -> list[tuple[float, float]]:
    return [(point[0], point[column]) for point in one.points]


def _weeks(metric: Metric, before: Window, after: Window, other: int) -> list[Pair]:
    """The same windows of the last four weeks, of what was kept; too little in them does not count."""
    grids = [series.weeks_before(_grid(one)) for one in (before, after)]
    first = min(grid.begin for pair in grids for grid in pair)
    rows = MetricSample.objects.filter(metric=metric, value__isnull=False)
    kept = {
        at.timestamp(): float(value or 0.0)
        for at, value in rows.filter(
            at__gte=datetime.fromtimestamp(first - 600, before.starts_at.tzinfo), at__lt=after.ends_at
        ).values_list("at", "value")
    }
    return [(_minutes(kept, one, other), _minutes(kept, two, other)) for one, two in zip(*grids, strict=True)]


def _minutes(kept: Mapping[float, float], grid: Grid, other: int) -> list[float | None]:
    return rollouts.minutes(kept, grid.begin, grid.end, other=other)


def within(one: Window, seconds: float) -> Counts:
    """Of its last seconds."""
    begin = one.ends_at.timestamp() - seconds
    known = [(bad, total) for at, bad, total in one.points if at >= begin]  # type: ignore[misc]
    bad, total = math.fsum(a for a, _ in known), math.fsum(b for _, b in known)
    return Counts(bad, total)
