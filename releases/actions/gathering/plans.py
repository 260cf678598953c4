"""The newest plans of a release's stacks, and what they take away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from maturity.core.plans.change import Action
from maturity.models import Plan, PlanContent
from releases.actions.gathering import Gatherer
from releases.actions.gathering._touched import names_of, page, settings_page
from releases.actions.planned import Looked, Newest, newest_plans
from releases.core.facts.plans import Destroy, Failed, Planned, Plans, StackPlan
from releases.models import Release

GOING = (Action.DELETE, Action.REPLACE, Action.FORGET)
MOST_DESTROYS = 5_000  # of one release; a gate fails when there are more


def gather(release: Release, now: datetime) -> Plans:
    rows = newest_plans(release, now)
    names = names_of(one.stack for one in rows)
    going = _going(one.good.plan for one in rows if one.good and one.good.plan)
    return Plans(
        commit=release.commit, environment=release.to_environment, settings=settings_page(release),
        stacks=tuple(_stack(one, names[one.stack.pk], going) for one in rows),
    )  # fmt: skip


def _stack(row: Newest, name: str, going: dict[int, tuple[Destroy, ...]]) -> StackPlan:
    url = page("maturity:stack", row.stack.pk)
    return StackPlan(
        stack=name, url=url, own=row.own, newest=_planned(row.good, url, going) if row.good else None,
        failed=_failed(row.failed, url) if row.failed else None,
    )  # fmt: skip


def _planned(look: Looked, url: str, going: dict[int, tuple[Destroy, ...]]) -> Planned:
    plan = look.plan
    if plan is None:
        return Planned(at=look.at, commit=look.commit, url=url)
    counted, destroys = _counted(plan), going.get(plan.pk)
    lost = counted > 0 and destroys is None
    return Planned(
        at=look.at, commit=look.commit, url=page("maturity:plan", plan.pk), complete=plan.complete,
        destroys=destroys or (), counted=None if lost else counted,
    )  # fmt: skip


def _failed(look: Looked, url: str) -> Failed:
    return Failed(at=look.at, url=page("maturity:plan", look.plan.pk) if look.plan else url, error=look.error)


def _counted(plan: Plan) -> int:
    return plan.deletes + plan.replaces + plan.forgets


def _going(plans: Iterable[Plan]) -> dict[int, tuple[Destroy, ...]]:
    """By plan. Only those that take something away are opened, one after the other."""
    wanted = [one.pk for one in plans if _counted(one)]
    found: dict[int, tuple[Destroy, ...]] = {}
    room = MOST_DESTROYS
    for content in PlanContent.objects.filter(plan__in=wanted).order_by("plan").iterator(chunk_size=20):
        destroys = _destroys(content)[:room]
        room -= len(destroys)
        found[content.plan_id] = tuple(destroys)
    return found


def _destroys(content: PlanContent) -> list[Destroy]:
    return [
        Destroy(
            address=one.address, type=one.type, action=str(one.action), holds_data=one.holds_data,
            guards=one.guards[:5],
        )
        for one in content.changes if one.action in GOING
    ]  # fmt: skip


GATHERER = Gatherer(Plans, gather)
