"""Metrics of an application: added, changed, paused, removed, and tried before that."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import Struct

from maturity.actions import Refused
from maturity.actions.rows import clean
from maturity.adapters.errors import AdapterError
from maturity.models import User
from releases.actions.locking import take_turn
from releases.actions.metrics.live import PUSH, read_live, source_of
from releases.actions.telling import tell
from releases.adapters.metrics import Series
from releases.core.presets import Made, all_presets
from releases.models import Application, Metric, MetricKind, MetricSource

MOST = 50  # of an application
HOUR = timedelta(hours=1)
TRIES = 30  # of one person in a minute
# What samples say: when it changes, those that are kept are of something else.
MEASURED = ("source_id", "kind", "query", "total_query", "scale")


class WantedMetric(Struct, frozen=True, kw_only=True):
    """See `Metric` for what the fields mean."""

    environment: str
    source: MetricSource
    name: str
    kind: str
    query: str
    total_query: str = ""
    control_query: str = ""
    control_total_query: str = ""
    preset: str = ""
    unit: str = ""
    scale: float = 1.0
    direction: str
    slo: float | None = None
    critical: bool = True


class Tried(Struct, frozen=True, kw_only=True):
    """What a query gives now. series: None when it gives nothing, and `error` says why."""

    metric: Metric
    starts: datetime
    ends: datetime
    series: Series | None = None
    error: str = ""


def made_of(key: str, names: dict[str, str]) -> Made:
    """What a preset makes of these names. Raises Refused, which says which of them cannot be."""
    preset = all_presets().get(key)
    if preset is None:
        raise Refused(_("There is nothing ready-made of that name."))
    try:
        return preset.make(names)
    except ValueError as error:
        raise Refused.because(error) from None


def add_metric(by: User, application: Application, wanted: WantedMetric) -> Metric:
    """Raises Refused."""
    row = Metric(application=application, created_at=timezone.now())
    _fill(row, wanted)
    with transaction.atomic():
        take_turn(application.pk)
        if application.metrics.count() >= MOST:
            raise Refused(_("An application has at most %(n)s metrics.") % {"n": MOST})
        _save(row)
        _tell(by, row, "metric.added")
    return row


def change_metric(by: User, metric: Metric, wanted: WantedMetric) -> bool:
    """Whether its history began anew, for what it measures is something else now. Raises Refused."""
    before = [getattr(metric, name) for name in MEASURED]
    _fill(metric, wanted)
    anew = before != [getattr(metric, name) for name in MEASURED]
    with transaction.atomic():
        take_turn(metric.application_id)
        if anew:
            metric.samples.all().delete()
            metric.asked_at = metric.read_at = None
            metric.error = ""
        _save(metric)
        _tell(by, metric, "metric.changed", anew=anew)
    return anew


def pause_metric(by: User, metric: Metric, *, paused: bool) -> None:
    with transaction.atomic():
        if Metric.objects.filter(pk=metric.pk, paused=not paused).update(paused=paused, asked_at=None):
            _tell(by, metric, "metric.paused" if paused else "metric.resumed")


def remove_metric(by: User, metric: Metric) -> None:
    """With its samples; verdicts that were made with it stay. Harmless when it is gone already."""
    with transaction.atomic():
        if Metric.objects.filter(pk=metric.pk).exists():
            _tell(by, metric, "metric.removed")
            metric.delete()


def try_metric(by: User, application: Application, wanted: WantedMetric, now: datetime) -> Tried:
    """The last hour as its source tells it. Saves nothing; takes some seconds. Raises Refused."""
    metric = Metric(application=application, created_at=now)
    _fill(metric, wanted)
    _count(by, now)
    try:
        series = read_live(metric, now - HOUR, now)
    except AdapterError as error:
        return Tried(metric=metric, starts=now - HOUR, ends=now, error=clean(error.message)[:1000])
    return Tried(metric=metric, starts=now - HOUR, ends=now, series=series)


def _count(by: User, now: datetime) -> None:
    key = f"metric-tried:{by.pk}:{int(now.timestamp()) // 60}"
    tried = cache.get(key, 0)
    if tried >= TRIES:
        raise Refused(_("That were many tries: it goes on in a minute."))
    cache.set(key, tried + 1, 120)


def _fill(row: Metric, wanted: WantedMetric) -> None:
    for name in WantedMetric.__struct_fields__:
        setattr(row, name, getattr(wanted, name))
    if row.kind == MetricKind.COUNTS:
        row.unit, row.scale, row.direction = "", 1.0, "up"
    else:
        row.total_query = row.control_total_query = ""
    if row.preset not in all_presets():
        row.preset = ""
    try:
        kind = source_of(row)
    except AdapterError as error:
        raise Refused(error.message) from None
    asked = [row.query, row.control_query] if row.control_query else [row.query]
    if row.kind == MetricKind.COUNTS and row.source.kind != PUSH:
        asked += [row.total_query, *([row.control_total_query] if row.control_query else [])]
    if wrong := next(filter(None, map(kind.wrong, asked)), ""):
        raise Refused.because(wrong)


def _save(row: Metric) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        told = {"name": row.name, "where": row.environment.title()}
        raise Refused(_("There is a metric called %(name)s on %(where)s already.") % told) from None


def _tell(by: User, row: Metric, kind: str, *, anew: bool = False) -> None:
    tell(
        kind, by, row.application, subject=row.name, environment=row.environment, source=row.source.name,
        query=row.query[:500], slo=row.slo, critical=row.critical, anew=anew,
    )  # fmt: skip
