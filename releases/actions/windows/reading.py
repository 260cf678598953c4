"""The windows of one look, as rows that are not saved yet: what sources say, or why they say nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec

from maturity.actions.rows import clean
from maturity.adapters.errors import AdapterError
from releases.actions.metrics import read_live
from releases.core.verdict.series import Grid
from releases.core.windows import Asked, Spans
from releases.models import Deployment, Metric, MetricWindow

BEFORE, AFTER = "before", "after"


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """The two windows of a metric. lost: another try may bring what the source did not give."""

    metric: Metric
    asked: Asked
    spans: Spans
    before: MetricWindow
    after: MetricWindow
    lost: bool

    @property
    def error(self) -> str:
        return self.before.error or self.after.error


def asked_of(metric: Metric) -> Asked:
    return Asked(
        name=metric.name, kind=metric.kind, unit=metric.unit,
        direction="down" if metric.direction == "down" else "up", slo=metric.slo, critical=metric.critical,
    )  # fmt: skip


def read(deployment: Deployment, metric: Metric, where: Spans, now: datetime) -> Pair:
    same = MetricWindow.objects.filter(deployment=deployment, metric=metric, phase=BEFORE, error="")
    known = same.filter(settings=_settings(metric)).first()
    before, lost = (known, False) if known else _window(deployment, metric, BEFORE, where.before, now)
    after, lost_too = _window(deployment, metric, AFTER, where.after, now)
    return Pair(
        metric=metric, asked=asked_of(metric), spans=where, before=before, after=after, lost=lost or lost_too
    )


def _settings(metric: Metric) -> dict[str, Any]:
    """What it was when it was read: one that asks something else since is read anew."""
    queries = {"query": metric.query, "total_query": metric.total_query, "scale": metric.scale}
    return {**msgspec.to_builtins(asked_of(metric)), **queries}


def _window(
    deployment: Deployment, metric: Metric, phase: str, grid: Grid, now: datetime
) -> tuple[MetricWindow, bool]:
    """And whether the source may answer another time."""
    starts, ends = (datetime.fromtimestamp(at, UTC) for at in (grid.begin, grid.end))
    window = MetricWindow(
        metric=metric, deployment=deployment, settings=_settings(metric), phase=phase,
        step=None if phase == BEFORE else 100, starts_at=starts, ends_at=ends, taken_at=now,
    )  # fmt: skip
    try:
        series = read_live(metric, starts, ends)
    except AdapterError as error:
        window.error = clean(error.message)[:1000] or "the source did not answer"
        return window, not error.permanent
    window.error = clean(series.flaw)[:1000]
    window.points = [list(point) for point in series.points]
    return window, False
