"""Rehearsals of an application, and rollbacks that were done."""

from __future__ import annotations

from datetime import datetime

from releases.actions.gathering import Gatherer
from releases.core.facts.rollbacks import WaysBack, WentBack
from releases.models import Rehearsal, Release, Rollback

NEWEST = 20


def gather(release: Release, _now: datetime) -> WaysBack:
    rehearsals = Rehearsal.objects.filter(application=release.application_id).order_by("-at")[:NEWEST]
    done = Rollback.objects.filter(
        release__application=release.application_id, finished_at__isnull=False
    ).select_related("release").order_by("-finished_at")[:NEWEST]  # fmt: skip
    times = [
        WentBack(at=one.at, worked=one.worked, environment=one.environment, seconds=one.seconds)
        for one in rehearsals
    ]
    times += [_done(one) for one in done]
    return WaysBack(tuple(sorted(times, key=lambda one: one.at, reverse=True)))


def _done(one: Rollback) -> WentBack:
    at = one.finished_at or one.started_at
    return WentBack(
        at=at, worked=one.outcome == "changed", environment=one.release.to_environment, rehearsed=False,
        seconds=int((at - one.started_at).total_seconds()),
    )  # fmt: skip


GATHERER = Gatherer(WaysBack, gather)
