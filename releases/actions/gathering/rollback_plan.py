"""The rollback plan of a release."""

from __future__ import annotations

from datetime import datetime

from releases.actions.gathering import Gatherer
from releases.actions.principals import named
from releases.core.facts.rollbacks import RollbackPlanned
from releases.models import Release, RollbackPlan


def gather(release: Release, _now: datetime) -> RollbackPlanned:
    plan = RollbackPlan.objects.filter(release=release).first()
    if plan is None:
        return RollbackPlanned(steps=0)
    return RollbackPlanned(
        steps=len(plan.steps), warnings=len(plan.warnings), accepted_at=plan.accepted_at,
        accepted_by=named(plan.principal),
        same_subject=plan.accepted_for(release.digest),
    )  # fmt: skip


GATHERER = Gatherer(RollbackPlanned, gather)
