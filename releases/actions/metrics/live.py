"""A metric as its source tells it now: for windows around deployments, for pages, while a query is typed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils import timezone
from msgspec.structs import replace

from maturity.adapters.address import Policy
from maturity.adapters.errors import AdapterError
from maturity.models.sealed import Unreadable
from releases.adapters.metrics import MOST_POINTS, Asked, Failed, Point, Series, Source, all_sources
from releases.core import units
from releases.models import Metric, MetricKind, MetricPoint, MetricSource

STEP = 60
PUSH = "push"


def sources() -> dict[str, Source]:
    """What forms offer, by kind."""
    return all_sources()


def read_live(
    metric: Metric,
    starts: datetime,
    ends: datetime,
    step: int = STEP,
    *,
    control: bool = False,
    new_groups: Collection[str] = (),
) -> Series:
    """Raw points in the metric's unit, from `starts` on and before `ends`, of the past alone. Takes some
    seconds. The metric may be unsaved, while it is typed.

    step        seconds between two points; more where that would be too many
    control     of the version that is replaced, while both take traffic
    new_groups  names of the target groups that the new version stands in: which of the two queries is its,
                turns around with every deployment

    Raises AdapterError, in the source's words.
    """
    if control and not metric.control_query:
        raise Failed("The metric has no query for the version that is replaced.", permanent=True)
    source, control = source_of(metric), control != turned(metric, new_groups)
    wanted = asked(metric, starts, min(ends, timezone.now()), step, control=control)
    if wanted.until <= wanted.since:
        return Series(points=(), step_seconds=wanted.step_seconds, warnings=("that time is not over yet",))
    return scaled(metric, source.read(wanted))


def tried(source: MetricSource) -> str:
    """Why nothing can be read there, in its words; "" when it answers. It may be unsaved."""
    now, kind = timezone.now(), all_sources().get(source.kind)
    if kind is None or not kind.probe:
        return ""
    one = Metric(source=source, kind=MetricKind.LEVEL, query=kind.probe)
    try:
        kind.read(asked(one, now - timedelta(minutes=10), now))
    except AdapterError as error:
        return error.message if getattr(error, "of_source", True) else ""
    return ""


def turned(metric: Metric, new_groups: Collection[str]) -> bool:
    """Whether the query for the old version is the new one's: its target group stands in that one alone."""
    there = [f"targetgroup/{name}/" for name in new_groups]
    control = any(one in metric.control_query for one in there)
    return control and not any(one in metric.query for one in there)


def source_of(metric: Metric) -> Source:
    found = all_sources().get(metric.source.kind)
    if found is None:
        raise AdapterError("Metrics are not read from there any more.", permanent=True)
    return found


def asked(
    metric: Metric, starts: datetime, ends: datetime, step: int = STEP, *, control: bool = False
) -> Asked:
    source = metric.source
    query, total = metric.query, metric.total_query
    if control:
        query, total = metric.control_query, metric.control_total_query
    return Asked(
        query=query, total_query=_total(metric, query, total), starts=starts, ends=ends,
        step_seconds=_step(starts, ends, step), url=source.url, secret=_secret(source),
        policy=Policy.of_settings(), access=source.connection, region=source.region,
        sent=_sent(metric, starts, ends),
    )  # fmt: skip


def _total(metric: Metric, query: str, total: str) -> str:
    """What is sent has bad ones and all under one name; elsewhere all have a query of their own."""
    if metric.kind != MetricKind.COUNTS:
        return ""
    if not total and metric.source.kind != PUSH:
        raise Failed("The metric has no query for all requests.", permanent=True)
    return total or query


def _secret(source: MetricSource) -> str:
    try:
        return str(source.secret)
    except Unreadable:
        said = "was sealed with a key that is not in RUNGS_ENCRYPTION_KEYS any more: give it again"
        raise Failed(f"The secret of {source.name} {said}.", permanent=True, of_source=True) from None


def scaled(metric: Metric, series: Series) -> Series:
    """In the metric's unit. Counts are what they are."""
    if metric.kind == MetricKind.COUNTS:
        return series
    doubt = units.doubt(series.unit, metric.unit, metric.scale)
    return replace(
        series,
        points=tuple((point[0], point[1] * metric.scale) for point in series.points),
        warnings=(*series.warnings, doubt) if doubt else series.warnings,
    )


def _step(starts: datetime, ends: datetime, step: int) -> int:
    """Whole minutes, as every source can give them, and not too many."""
    least = (ends - starts).total_seconds() / (MOST_POINTS - 1)
    return max(1, -(-max(step, int(least) + 1) // 60)) * 60


def _sent(metric: Metric, starts: datetime, ends: datetime) -> tuple[Point, ...]:
    """Of what is pushed, the points there are."""
    if metric.pk is None or metric.source.kind != PUSH:
        return ()
    rows = MetricPoint.objects.filter(metric=metric, at__gte=starts, at__lt=ends).order_by("at")
    if metric.kind == MetricKind.COUNTS:
        found = rows.values_list("at", "bad", "total")[:MOST_POINTS]
        return tuple((at.timestamp(), bad or 0.0, total or 0.0) for at, bad, total in found)
    values = rows.exclude(value=None).values_list("at", "value")[:MOST_POINTS]
    return tuple((at.timestamp(), value or 0.0) for at, value in values)
