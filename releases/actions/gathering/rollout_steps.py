"""The steps a release goes in."""

from __future__ import annotations

from datetime import datetime

from releases.actions.gathering import Gatherer
from releases.core.facts.rollout import RolloutSteps
from releases.models import Release, RolloutPlan


def gather(release: Release, now: datetime) -> RolloutSteps:
    plan = RolloutPlan.objects.filter(application=release.application_id).first() or RolloutPlan()
    return RolloutSteps(steps=tuple(release.steps), bake=plan.bake)


GATHERER = Gatherer(RolloutSteps, gather)
