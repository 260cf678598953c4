"""The plans that CI says it applied since those of the release were made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from maturity.models import Plan, Purpose
from releases.actions.digesting import NOTHING, digests_of
from releases.actions.gathering import Gatherer
from releases.actions.gathering._touched import names_of, page
from releases.actions.planned import HEAVY, Newest, newest_plans
from releases.core.facts.applied import Applied, AppliedPlans, Reviewed
from releases.models import PlanDigest, Release


class Stood(Struct, frozen=True):
    """What a release stands for in one stack. plan: None where it changes nothing."""

    at: datetime
    plan: Plan | None = None


def gather(release: Release, now: datetime) -> AppliedPlans:
    """Of each stack the last apply after its reviewed plan counts, whatever commit it was of."""
    looks = newest_plans(release, now)
    names = names_of(one.stack for one in looks)
    stood = _stood(release, looks)
    applied = _applied(stood)
    known = digests_of([*(one.plan for one in stood.values() if one.plan), *applied.values()])
    return AppliedPlans(
        tuple(_reviewed(pk, names[pk], one, applied.get(pk), known) for pk, one in stood.items()),
        tuple(names[one.stack.pk] for one in looks if one.stack.pk not in stood),
    )


def _stood(release: Release, looks: list[Newest]) -> dict[int, Stood]:
    """Bound plans, and stacks in which a look found nothing to change: those have no plan to bind."""
    bound = {one.stack_id: one for one in release.plans.defer(*HEAVY)}
    found = {}
    for one in looks:
        plan = bound.get(one.stack.pk)
        if plan is not None:
            found[one.stack.pk] = Stood(plan.at, plan)
        elif one.good is not None and one.good.plan is None:
            found[one.stack.pk] = Stood(one.good.at)
    return found


def _applied(stood: Mapping[int, Stood]) -> dict[int, Plan]:
    if not stood:
        return {}
    first = min(one.at for one in stood.values())
    rows = Plan.objects.filter(stack__in=stood, purpose=Purpose.APPLY, at__gte=first)
    newest: dict[int, Plan] = {}
    for one in rows.defer(*HEAVY).order_by("at", "pk"):
        pk = one.stack_id or 0
        if one.at >= stood[pk].at:
            newest[pk] = one
    return newest


def _reviewed(
    pk: int, name: str, stood: Stood, applied: Plan | None, known: Mapping[int, PlanDigest]
) -> Reviewed:
    if stood.plan is None:
        told = _as_applied(applied, NOTHING, known) if applied else None
        return Reviewed(stack=name, url=page("maturity:stack", pk), applied=told)
    digest = known.get(stood.plan.pk)
    return Reviewed(
        stack=name, url=page("maturity:plan", stood.plan.pk), changes=stood.plan.pending,
        masked=digest.masked if digest else 0, bare=digest.bare if digest else 0,
        applied=_as_applied(applied, digest.digest if digest else "", known) if applied else None,
    )  # fmt: skip


def _as_applied(row: Plan, reviewed: str, known: Mapping[int, PlanDigest]) -> Applied:
    digest = known.get(row.pk)
    same = reviewed == digest.digest if reviewed and digest else None
    return Applied(at=row.at, url=page("maturity:plan", row.pk), errored=row.errored, same=same)


GATHERER = Gatherer(AppliedPlans, gather)
