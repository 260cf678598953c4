"""The digests of plans, made when they are first needed."""

from __future__ import annotations

from collections.abc import Iterable

from maturity.models import Plan, PlanContent
from releases.core import digests
from releases.core.hidden import hidden_in
from releases.models import PlanDigest

NOTHING = digests.plan_of(())


def digests_of(plans: Iterable[Plan]) -> dict[int, PlanDigest]:
    """By the plans' ids. One whose changes are not kept any more, and was never digested, is missing."""
    every = {one.pk: one for one in plans}
    found = {one.plan_id: one for one in PlanDigest.objects.filter(plan__in=every)}
    new = {pk: PlanDigest(plan_id=pk, digest=NOTHING) for pk, one in every.items() if not _changes(one)}
    lacking = [pk for pk in every if pk not in found and pk not in new]
    for content in PlanContent.objects.filter(plan__in=lacking).iterator(chunk_size=20):
        new[content.plan_id] = _digest(content)
    made = [one for pk, one in new.items() if pk not in found]
    PlanDigest.objects.bulk_create(made, ignore_conflicts=True, batch_size=500)
    return new | found


def _digest(content: PlanContent) -> PlanDigest:
    changes = content.changes
    hidden = hidden_in(changes)
    return PlanDigest(
        plan_id=content.plan_id, digest=digests.plan_of(changes), masked=hidden.masked, bare=hidden.bare
    )


def _changes(plan: Plan) -> int:
    """Resources that it does something to: without any there is nothing to keep."""
    return (
        plan.creates + plan.updates + plan.deletes + plan.replaces + plan.forgets + plan.imports + plan.moves
    )
