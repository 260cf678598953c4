"""What is kept for how long. Each call removes a little, so that nobody waits for it."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.conf import settings
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from maturity.models import DriftCheck, DriftEpisode, Plan, PlanContent, PullState, RunLog, Stack

CHECKS_AT_ONCE = 1_000
OTHERS_AT_ONCE = 200
Row = TypeVar("Row", bound=Model)


def prune(now: datetime) -> int:
    """How many rows were removed. Called every minute it keeps up with a million checks a day."""
    checks, plans = now - settings.RUNGS_KEEP_CHECKS, now - settings.RUNGS_KEEP_PLANS
    return _checks(checks) + _contents(plans) + _logs(plans) + _plans(checks)


def _checks(before: datetime) -> int:
    """All but the last check of each stack, and those that saw drift which still is there."""
    shown = Stack.objects.filter(latest_check=OuterRef("pk"))
    drifting = DriftEpisode.objects.open().filter(
        stack=OuterRef("stack"), first_seen_at__lte=OuterRef("started_at")
    )
    old = DriftCheck.objects.filter(~Exists(shown), ~Exists(drifting), day__lt=before.date())
    return _remove(old.order_by("day"), CHECKS_AT_ONCE)


def _contents(before: datetime) -> int:
    """Plans say what they did for ever, and attribute by attribute for a while."""
    old = PlanContent.objects.filter(_unneeded("plan_id", before), plan__at__lt=before)
    old = old.exclude(plan__pull_request__state=PullState.OPEN)
    return _remove(old.order_by("plan__at"), OTHERS_AT_ONCE)


def _plans(before: datetime) -> int:
    """A plan goes when the checks that made it go."""
    old = Plan.objects.filter(_unneeded("pk", before), at__lt=before)
    old = old.exclude(pull_request__state=PullState.OPEN)
    return _remove(old.order_by("at"), OTHERS_AT_ONCE)


def _unneeded(plan: str, before: datetime) -> Q:
    """Neither the last check of a stack shows it, nor drift that is open or was until lately."""
    lately = Q(ended_at__isnull=True) | Q(ended_at__gte=before)
    shown = Stack.objects.filter(latest_check__plan=OuterRef(plan))
    drifting = DriftEpisode.objects.filter(lately, plan=OuterRef(plan))
    return Q(~Exists(shown)) & Q(~Exists(drifting))


def _logs(before: datetime) -> int:
    """Logs are as old as their place in the table, so only the first ones are looked at."""
    first = RunLog.objects.order_by("pk").values_list("pk", "run__requested_at")[:OTHERS_AT_ONCE]
    old = [pk for pk, at in first if at < before]
    return RunLog.objects.filter(pk__in=old).delete()[0] if old else 0


def _remove(old: QuerySet[Row], most: int) -> int:
    pks = list(old.values_list("pk", flat=True)[:most])
    return old.model._default_manager.filter(pk__in=pks).delete()[0] if pks else 0
