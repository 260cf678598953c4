"""Metrics as pages show them: lines of a list, a history with its deployments, a table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from msgspec import Struct

from maturity.core.report import table
from releases import charts
from releases.models import Application, Metric, MetricKind, MetricSample, MetricVerdict
from releases.models.deployments import Deployment

RANGES = (1, 7, 35)
MARKS, VERDICTS = 60, 10
FRESH = timedelta(hours=1)


class Line(Struct, frozen=True, kw_only=True):
    """last: its newest figure of the last hour, "" when there is none; limit: the SLO in words."""

    metric: Metric
    last: str
    limit: str


def days_of(typed: str) -> int:
    return next((days for days in RANGES if str(days) == typed), 7)


def listed(application: Application, now: datetime) -> list[Line]:
    rows = list(application.metrics.select_related("source").order_by("environment", "name"))
    newest: dict[int, MetricSample] = {}
    fresh = MetricSample.objects.filter(metric__in=rows, at__gte=now - FRESH).order_by("at")
    for sample in fresh:
        newest[sample.metric_id] = sample
    return [_line(row, newest.get(row.pk)) for row in rows]


def _line(metric: Metric, sample: MetricSample | None) -> Line:
    shape = charts.of_metric(metric)
    points = [_point(sample.at, sample.value, sample.bad, sample.total)] if sample else []
    return Line(metric=metric, last=charts.last(shape, points), limit=charts.limit_of(shape))


def history(metric: Metric, now: datetime, days: int) -> dict[str, Any]:
    """The chart over so many days, when deployments were, and what was judged last."""
    starts, shape = now - timedelta(days=days), charts.of_metric(metric)
    points = [_point(*one) for one in _rows(metric, starts)]
    marks = [
        charts.Mark(at=one.started_at, label=_label(one), link=_link(one)) for one in _came(metric, starts)
    ]
    found = MetricVerdict.objects.filter(metric=metric).select_related("analysis").order_by("-analysis__at")
    return {
        "chart": charts.series(shape, points, starts, now, marks=marks), "last": charts.last(shape, points),
        "limit": charts.limit_of(shape), "marks": marks[::-1], "verdicts": found[:VERDICTS], "n": len(points),
    }  # fmt: skip


def csv(metric: Metric, now: datetime, days: int) -> Iterator[str]:
    counts = metric.kind == MetricKind.COUNTS
    yield table.line(("at", "bad", "total") if counts else ("at", f"value in {metric.unit}".strip()))
    for at, value, bad, total in _rows(metric, now - timedelta(days=days)):
        yield table.line((at.isoformat(), bad, total) if counts else (at.isoformat(), value))


def _rows(
    metric: Metric, starts: datetime
) -> Iterator[tuple[datetime, float | None, float | None, float | None]]:
    rows = MetricSample.objects.filter(metric=metric, at__gte=starts).order_by("at")
    return rows.values_list("at", "value", "bad", "total").iterator()


def _point(at: datetime, value: float | None, bad: float | None, total: float | None) -> tuple[float, ...]:
    if total is not None:
        return (at.timestamp(), bad or 0.0, total)
    return (at.timestamp(), value or 0.0)


def _came(metric: Metric, starts: datetime) -> list[Deployment]:
    rows = metric.application.deployments.filter(environment=metric.environment, started_at__gte=starts)
    newest = rows.select_related("application", "release").order_by("-started_at")[:MARKS]
    return list(newest)[::-1]


def _label(one: Deployment) -> str:
    return _("%(version)s deployed") % {"version": one.version}


def _link(one: Deployment) -> str:
    return reverse("releases:history", args=[one.application.slug])
