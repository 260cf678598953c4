"""When each deployment is looked at: rows that workers claim."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from releases.core.windows import LATE, MARKS
from releases.models import Deployment, DeploymentLook

CLAIM = timedelta(minutes=10)  # then another worker tries
AT_ONCE = 200
OLDEST = timedelta(days=2)  # of what is told late: sources forget, and a whole history may be told at once


def plan_looks(deployment: Deployment, now: datetime) -> None:
    """When it will be looked at. Planned again, nothing changes."""
    if deployment.started_at < now - OLDEST:
        return
    DeploymentLook.objects.bulk_create(
        [
            DeploymentLook(deployment=deployment, minutes=minutes, due_at=due_at(deployment, minutes))
            for minutes in MARKS
        ],
        ignore_conflicts=True,
    )


def due_at(deployment: Deployment, minutes: int) -> datetime:
    return effective_at(deployment) + timedelta(minutes=minutes) + LATE


def effective_at(deployment: Deployment) -> datetime:
    """When the new version had the traffic, as far as anybody told; while it runs, when it began."""
    return max(deployment.finished_at or deployment.started_at, deployment.started_at)


def due_deployments(now: datetime) -> list[int]:
    """Deployments to look at now; each is given to one worker."""
    free = Q(claimed_at=None) | Q(claimed_at__lte=now - CLAIM) | Q(claimed_at__gt=now + CLAIM)
    rows = DeploymentLook.objects.filter(free, done_at=None, due_at__lte=now)
    with transaction.atomic():
        found = list(
            rows.select_for_update(of=("self",), skip_locked=True)
            .order_by("due_at", "pk").values_list("pk", "deployment")[:AT_ONCE]
        )  # fmt: skip
        DeploymentLook.objects.filter(pk__in=[pk for pk, _ in found]).update(claimed_at=now)
    return list(dict.fromkeys(deployment for _, deployment in found))
