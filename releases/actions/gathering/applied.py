"""The plans that CI says it applied since those of the release were made."""

from __future__ import annotations

from datetime import datetime

from maturity.models import Plan, Purpose
from releases.actions.digesting import digests_of
from releases.actions.gathering import Gatherer
from releases.actions.gathering._touched import names_of, page, touched
from releases.core.facts.applied import Applied, AppliedPlans, Reviewed
from releases.models import PlanDigest, Release

HEAVY = ("sketch", "diagnostics", "notes", "failed_checks")


def gather(release: Release, now: datetime) -> AppliedPlans:
    """Of each stack the last apply after its reviewed plan counts, whatever commit it was of."""
    stacks = list(touched(release))
    names = names_of(stacks)
    bound = release.plans.defer(*HEAVY)
    reviewed = {one.stack_id: one for one in bound if one.stack_id is not None and one.stack_id in names}
    applied = _applied(reviewed)
    known = digests_of([*reviewed.values(), *applied.values()])
    return AppliedPlans(
        tuple(_reviewed(names[pk], one, applied.get(pk), known) for pk, one in reviewed.items()),
        tuple(names[one.pk] for one in stacks if one.pk not in reviewed),
    )


def _applied(reviewed: dict[int, Plan]) -> dict[int, Plan]:
    if not reviewed:
        return {}
    first = min(one.at for one in reviewed.values())
    rows = Plan.objects.filter(stack__in=reviewed, purpose=Purpose.APPLY, at__gte=first)
    newest: dict[int, Plan] = {}
    for one in rows.defer(*HEAVY).order_by("at", "pk"):
        pk = one.stack_id or 0
        if one.at >= reviewed[pk].at:
            newest[pk] = one
    return newest


def _reviewed(name: str, plan: Plan, applied: Plan | None, known: dict[int, PlanDigest]) -> Reviewed:
    digest = known.get(plan.pk)
    return Reviewed(
        stack=name, url=page("maturity:plan", plan.pk), changes=plan.pending,
        masked=digest.masked if digest else 0, bare=digest.bare if digest else 0,
        applied=_as_applied(applied, digest, known.get(applied.pk)) if applied else None,
    )  # fmt: skip


def _as_applied(row: Plan, reviewed: PlanDigest | None, digest: PlanDigest | None) -> Applied:
    same = reviewed.digest == digest.digest if reviewed and digest else None
    return Applied(at=row.at, url=page("maturity:plan", row.pk), errored=row.errored, same=same)


GATHERER = Gatherer(AppliedPlans, gather)
