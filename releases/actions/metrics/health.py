"""Whether a source answers: it is asked less often while it does not, and people are told once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from maturity.actions.rows import clean
from maturity.adapters import aws
from maturity.adapters.errors import AdapterError
from maturity.models import Event
from releases.models import MetricSource

WAIT, LONGEST = timedelta(minutes=4), timedelta(hours=1)
TOLD_AFTER = 2  # failures in a row; one that cannot pass is told at once


def failed(source: MetricSource, error: AdapterError, now: datetime) -> None:
    if source.connection is not None and not error.permanent:
        aws.forget(source.connection)  # the session may be over
    failures = min(source.failures + 1, 100)
    said = clean(error.message)[:1000]
    rows = MetricSource.objects.filter(pk=source.pk)
    with transaction.atomic():
        rows.update(checked_at=now, error=said, failures=failures, retry_at=now + wait(failures))
        sure = error.permanent or failures >= TOLD_AFTER
        if sure and rows.filter(failing_since=None).update(failing_since=now):
            tell("source.failing", source, now, error=said)


def worked(source: MetricSource, now: datetime) -> None:
    rows = MetricSource.objects.filter(pk=source.pk)
    with transaction.atomic():
        rows.update(checked_at=now, error="", failures=0, retry_at=None)
        if rows.filter(failing_since__isnull=False).update(failing_since=None):
            tell("source.recovered", source, now)


def wait(failures: int) -> timedelta:
    """The next slot first, then twice as long each time, up to an hour."""
    return min(WAIT * (1 << min(failures - 1, 10)), LONGEST)


def tell(kind: str, source: MetricSource, now: datetime, **data: str) -> None:
    Event.objects.create(
        kind=kind, team=source.team, subject=source.name[:250],
        data={"source": source.pk, "kind": source.kind, **data}, at=now,
    )  # fmt: skip
