"""Reading every metric each five minutes, in a worker: source by source, so that none waits for another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from msgspec import Struct

from maturity.actions.rows import clean
from maturity.adapters.errors import AdapterError
from releases.actions.metrics.health import failed, worked
from releases.actions.metrics.keeping import keep
from releases.actions.metrics.live import asked, scaled
from releases.adapters.metrics import Asked, Outcome, Series, Source, all_sources, read_together
from releases.core.slots import SLOT, sampled, slot_of
from releases.models import Metric, MetricSource

AT_ONCE = 500  # metrics of one task
MOST = 20_000  # of one beat
AGAIN = 2 * SLOT  # late points: those slots are read again
CATCH_UP = timedelta(hours=24)
ASKED_BY = ("source_id", "kind", "query", "total_query", "scale")


def due_metrics(now: datetime) -> list[list[int]]:
    """Metrics to read now, each given out once in five minutes: some of one source in each list."""
    pulled = [kind for kind, source in all_sources().items() if source.pulled]
    slot = slot_of(now)
    waiting = Q(asked_at__isnull=True) | Q(asked_at__lt=slot)
    rested = Q(source__retry_at__isnull=True) | Q(source__retry_at__lte=now)
    rows = Metric.objects.filter(
        waiting, rested, source__kind__in=pulled, paused=False, application__archived=False
    )
    with transaction.atomic():
        found = list(
            rows.select_for_update(of=("self",), no_key=True, skip_locked=True)
            .order_by("source", F("read_at").asc(nulls_first=True), "pk").values_list("source", "pk")[:MOST]
        )  # fmt: skip
        by_source: dict[int, list[int]] = {}
        for source, pk in found:
            by_source.setdefault(source, []).append(pk)
        lists = [pks[n : n + AT_ONCE] for pks in by_source.values() for n in range(0, len(pks), AT_ONCE)]
        for some in lists:
            Metric.objects.filter(waiting, pk__in=some).update(asked_at=now)
    return lists


class Collected(Struct, frozen=True, kw_only=True):
    """metrics: how many were asked for; failed: of those; samples: rows written."""

    metrics: int = 0
    failed: int = 0
    samples: int = 0


def collect(metric_ids: Sequence[int], now: datetime) -> Collected:
    """Read metrics, and keep five-minute samples of what came. Done twice, the second changes nothing."""
    rows = Metric.objects.filter(pk__in=metric_ids, paused=False).select_related("source__connection")
    by_source: dict[int, list[Metric]] = {}
    for metric in rows.order_by(F("read_at").asc(nulls_first=True), "pk"):
        by_source.setdefault(metric.source_id, []).append(metric)
    done = [_collect(metrics[0].source, metrics, now) for metrics in by_source.values()]
    return Collected(
        metrics=sum(one.metrics for one in done), failed=sum(one.failed for one in done),
        samples=sum(one.samples for one in done),
    )  # fmt: skip


def _collect(source: MetricSource, metrics: list[Metric], now: datetime) -> Collected:
    kind = all_sources().get(source.kind)
    if kind is None or not kind.pulled:
        return Collected()
    ends = slot_of(now)
    outcomes = _read(kind, metrics, ends)
    told = list(zip(metrics, outcomes, strict=True))
    came = [(metric, scaled(metric, one)) for metric, one in told if isinstance(one, Series)]
    lost = [(metric, one) for metric, one in told if isinstance(one, AdapterError)]
    with transaction.atomic():
        same = _unchanged(metrics)
        came = [(metric, series) for metric, series in came if metric.pk in same]
        written = keep((metric.pk, sampled(series.points)) for metric, series in came)
        Metric.objects.filter(pk__in=[metric.pk for metric, _ in came]).update(read_at=now, error="")
        for message, pks in _by_message(lost).items():
            Metric.objects.filter(pk__in=pks).update(error=message)
    _tell(source, outcomes, now)
    return Collected(metrics=len(metrics), failed=len(lost), samples=written)


def _read(kind: Source, metrics: Sequence[Metric], ends: datetime) -> list[Outcome]:
    wanted = [_asked(metric, ends) for metric in metrics]
    came = iter(read_together(kind, [one for one in wanted if isinstance(one, Asked)]))
    return [next(came) if isinstance(one, Asked) else one for one in wanted]


def _unchanged(metrics: Sequence[Metric]) -> set[int]:
    """Those that nobody removed, or asks otherwise, while they were read. Held until the end."""
    rows = Metric.objects.filter(pk__in=[metric.pk for metric in metrics]).select_for_update(no_key=True)
    now = {row.pop("pk"): row for row in rows.order_by("pk").values("pk", *ASKED_BY)}
    return {one.pk for one in metrics if now.get(one.pk) == {name: getattr(one, name) for name in ASKED_BY}}


def _asked(metric: Metric, ends: datetime) -> Asked | AdapterError:
    try:
        return asked(metric, _since(metric, ends), ends)
    except AdapterError as error:  # its secret cannot be read, a query is missing
        return error


def _since(metric: Metric, ends: datetime) -> datetime:
    """From where it worked last, and the last slots once more; after a long silence not from the start."""
    read = slot_of(metric.read_at) if metric.read_at else ends - CATCH_UP
    return max(min(read, ends) - AGAIN, ends - CATCH_UP)


def _by_message(lost: Sequence[tuple[Metric, AdapterError]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for metric, error in lost:
        found.setdefault(clean(error.message)[:1000], []).append(metric.pk)
    return found


def _tell(source: MetricSource, outcomes: Sequence[Outcome], now: datetime) -> None:
    """A source works when it answered anything at all, even that a query is wrong."""
    down = [one for one in outcomes if isinstance(one, AdapterError) and getattr(one, "of_source", True)]
    if down and len(down) == len(outcomes):
        failed(source, down[0], now)
    elif outcomes:
        worked(source, now)
