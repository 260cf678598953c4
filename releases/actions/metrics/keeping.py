"""Samples as rows: written once, corrected when points come late, forgotten when they are old."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Model

from releases.core.slots import Sample
from releases.models import Metric, MetricPoint, MetricSample

RAW = timedelta(days=8)  # what was sent, as it came
AT_ONCE = 5_000
METRICS_AT_ONCE = 500


def keep(found: Iterable[tuple[int, Iterable[Sample]]]) -> int:
    """How many were written. found: samples by the metric's key."""
    rows = [
        MetricSample(
            metric_id=pk, at=one.at, value=one.value, bad=one.bad, total=one.total,
            points=min(one.points, 32_000),
        )
        for pk, samples in found for one in samples
    ]  # fmt: skip
    MetricSample.objects.bulk_create(
        rows, batch_size=AT_ONCE, update_conflicts=True, unique_fields=["metric", "at"],
        update_fields=["value", "bad", "total", "points"],
    )  # fmt: skip
    return len(rows)


def forget_old(now: datetime) -> int:
    """How many rows were removed. Called every minute it keeps up with ten thousand metrics."""
    metrics = list(Metric.objects.order_by("pk").values_list("pk", flat=True))
    ages = ((MetricSample, now - settings.RUNGS_METRIC_DAYS), (MetricPoint, now - RAW))
    return sum(_forget(model, metrics, before) for model, before in ages)


def _forget(model: type[Model], metrics: list[int], before: datetime) -> int:
    """Metric by metric, as the index has them: nobody looks through the whole table."""
    removed = 0
    for start in range(0, len(metrics), METRICS_AT_ONCE):
        some = metrics[start : start + METRICS_AT_ONCE]
        rows = model._default_manager.filter(metric_id__in=some, at__lt=before)
        old = list(rows.values_list("pk", flat=True)[: AT_ONCE - removed])
        removed += model._default_manager.filter(pk__in=old).delete()[0] if old else 0
        if removed >= AT_ONCE:
            break
    return removed
