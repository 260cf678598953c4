"""Which plans a release stands for: sign-offs are given for them, and end when they change."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from maturity.models import Plan, Stack
from releases.actions.digesting import NOTHING, digests_of
from releases.actions.history import tell
from releases.actions.planned import Looked, newest_plans
from releases.core import digests
from releases.core.state import BEFORE, State
from releases.models import Release


def bind_plans(release: Release, now: datetime) -> bool:
    """Bind the newest plan of each stack it touches, for whoever holds the release: whether that changed it.

    A plan that was made anew and wants the same changes nothing. Once a release is on its way it stands for
    what it was approved with.
    """
    if release.state not in BEFORE:
        return False
    looks = [(one.stack, one.good) for one in newest_plans(release, now) if one.good and _whole(one.good)]
    plans = [look.plan for _, look in looks if look.plan]
    known = digests_of(plans)
    told = {
        name_of(stack): known[look.plan.pk].digest if look.plan else NOTHING
        for stack, look in looks if look.plan is None or look.plan.pk in known
    }  # fmt: skip
    with transaction.atomic():
        bound = _bind(release, digests.plans_of(told), now)
        _remember(release, [one for one in plans if one.pk in known])
    return bound


def plans_for(release: Release, now: datetime) -> list[Plan]:
    """Those it would stand for."""
    looks = [one.good for one in newest_plans(release, now)]
    return [one.plan for one in looks if one and one.plan and _whole(one)]


def name_of(stack: Stack) -> str:
    """What tells it apart from every other, whatever number its row has."""
    parts = (stack.repository.name, stack.directory, stack.tool, stack.name, stack.environment)
    return "\n".join(parts)


def _whole(look: Looked) -> bool:
    """What was limited to some resources does not show what an apply would do."""
    return look.plan is None or look.plan.complete


def _bind(release: Release, digest: str, now: datetime) -> bool:
    if digest == release.plan_digest:
        return False
    before, release.plan_digest = release.digest, digest
    release.bind()
    fields = {"plan_digest": release.plan_digest, "digest": release.digest}
    if not release.move(State(release.state), release.state_why, release.state_at, **fields):
        release.refresh_from_db()
        return False  # whoever was faster binds them
    tell("plans.bound", None, release, now, before=before)
    return True


def _remember(release: Release, plans: list[Plan]) -> None:
    """Two queries when nothing changed, which is nearly always."""
    if set(release.plans.values_list("pk", flat=True)) != {one.pk for one in plans}:
        release.plans.set(plans)
