"""The four keys of an application, from what is known of its deployments to Prod."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, Min, OuterRef, Q

from releases.core import dora
from releases.core.environments import Environment
from releases.core.verdict import Verdict
from releases.models import Analysis, Application, Deployment, Result

PERIODS = (30, 90)  # days
MOST = 20_000  # deployments


def four_keys(application: Application, now: datetime) -> list[tuple[int, dora.Four]]:
    """By days, the short period first."""
    came = _came(application)
    return [(days, dora.four(came, now - timedelta(days=days), now)) for days in PERIODS]


def _came(application: Application) -> list[dora.Came]:
    """What served: those that failed before they did are not among them."""
    worse = Analysis.objects.filter(deployment=OuterRef("pk"), verdict=Verdict.FAIL)
    changed = Q(release__rollbacks__outcome="changed")
    prod = Deployment.objects.filter(
        application=application, environment=Environment.PROD,
        result__in=[Result.SUCCEEDED, Result.ROLLED_BACK],
    )  # fmt: skip
    back_at = Min("release__rollbacks__finished_at", filter=changed)
    rows = prod.annotate(worse=Exists(worse), back_at=back_at)
    fields = ("version", "result", "started_at", "finished_at", "committed_at", "worse", "back_at")
    return [_one(row) for row in rows.newest_first().values(*fields)[:MOST]]


def _one(row: dict[str, object]) -> dora.Came:
    """One that was rolled back ended with that: when it began to serve is not told."""
    started, finished = row["started_at"], row["finished_at"]
    back = row["result"] == Result.ROLLED_BACK
    at = started if back else finished or started
    restored = finished if back else row["back_at"]
    assert isinstance(at, datetime)
    told = row["committed_at"]
    return dora.Came(
        version=str(row["version"]), at=at, committed_at=told if isinstance(told, datetime) else None,
        failed=bool(row["worse"]) or back or row["back_at"] is not None,
        restored_at=restored if isinstance(restored, datetime) else None,
    )  # fmt: skip
