"""Points of metrics that CI sends: kept as they came, and in samples like all others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from maturity.actions import Refused
from releases.actions.metrics.health import worked
from releases.actions.metrics.keeping import keep
from releases.actions.metrics.live import PUSH
from releases.core.sent import SentPoint, settled
from releases.core.slots import SLOT, sampled, slot_of
from releases.models import Application, Metric, MetricKind, MetricPoint

MOST_POINTS = 5_000  # of one request
AT_ONCE = 1_000


def take_points(
    application: Application, environment: str, sent: Mapping[str, Sequence[SentPoint]], now: datetime
) -> int:
    """How many points there are of it now; sent again, they are the same. All of it is taken, or nothing.

    sent  by what the metrics' query calls them. Raises Refused.
    """
    if sum(map(len, sent.values())) > MOST_POINTS:
        raise Refused(_("A request has at most %(n)s points.") % {"n": f"{MOST_POINTS:,}"})
    rows = application.metrics.filter(environment=environment, source__kind=PUSH).select_related("source")
    known = {metric.query: metric for metric in rows}
    if missing := [name for name in sent if name not in known]:
        raise Refused(_unknown(missing[0], application, environment, sorted(known)))
    found = {known[name]: _settled(known[name], points, now) for name, points in sent.items()}
    with transaction.atomic():
        for metric, points in found.items():
            _write(metric, points, now)
    for source in {metric.source for metric in found}:
        worked(source, now)
    return sum(map(len, found.values()))


def _unknown(name: str, application: Application, environment: str, known: Sequence[str]) -> str:
    told = {"name": name, "app": application.slug, "where": environment, "known": ", ".join(known[:5])}
    if known:
        return (
            _("%(app)s has no metric %(name)s that is sent for %(where)s; those that are: %(known)s.") % told
        )
    return _("%(app)s has no metric that is sent for %(where)s: add it on its page first.") % told


def _settled(metric: Metric, points: Sequence[SentPoint], now: datetime) -> list[SentPoint]:
    try:
        return settled(points, now, counts=metric.kind == MetricKind.COUNTS)
    except ValueError as error:
        raise Refused(f"{metric.query}: {error}.") from None


def _write(metric: Metric, points: Sequence[SentPoint], now: datetime) -> None:
    rows = [
        MetricPoint(metric=metric, at=one.at, value=one.value, bad=one.bad, total=one.total)
        for one in points
    ]  # fmt: skip
    MetricPoint.objects.bulk_create(
        rows, batch_size=AT_ONCE, update_conflicts=True, unique_fields=["metric", "at"],
        update_fields=["value", "bad", "total"],
    )  # fmt: skip
    if points:
        _sample(metric, slot_of(points[0].at), slot_of(points[-1].at) + SLOT)
    Metric.objects.filter(pk=metric.pk).update(asked_at=now, read_at=now, error="")


def _sample(metric: Metric, starts: datetime, ends: datetime) -> None:
    """Anew, of all that was sent for those slots."""
    rows = MetricPoint.objects.filter(metric=metric, at__gte=starts, at__lt=ends).order_by("at")
    if metric.kind == MetricKind.COUNTS:
        counts = rows.values_list("at", "bad", "total").iterator()
        samples = sampled((at.timestamp(), bad or 0.0, total or 0.0) for at, bad, total in counts)
    else:
        values = rows.values_list("at", "value").iterator()
        samples = sampled((at.timestamp(), (value or 0.0) * metric.scale) for at, value in values)
    keep([(metric.pk, samples)])
