"""Nothing that holds data goes away with a release."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from maturity.core.drift.quiet import Rule
from maturity.core.plans.guards import holds_data
from releases.core.facts.exemptions import Exemption, Exemptions
from releases.core.facts.plans import Destroy, Planned, Plans, StackPlan
from releases.core.gate import Evidence, Gate, Params, Result, World, failed, passed, unknown
from releases.core.gates._plans import every_plan
from releases.core.telling import MOST_EVIDENCE, few, line, shown

MOST = MOST_EVIDENCE - 1
Glob = Annotated[str, Meta(min_length=1, max_length=500)]


class Settings(Params, frozen=True, forbid_unknown_fields=True):
    """Globs over types and addresses in which only * and ? are special.

    critical  what must not be destroyed or replaced, besides what holds data
    data      what holds data must not: databases, buckets, volumes, keys …
    most      of all resources, so many may be destroyed; null for any number
    forgets   a resource that is only taken out of the state counts as well
    """

    critical: Annotated[tuple[Glob, ...], Meta(max_length=200)] = ()
    data: bool = True
    most: Annotated[int, Meta(ge=0)] | None = None
    forgets: bool = False


class Loss(Struct, frozen=True):
    """One resource that goes; `exempt` when somebody said that it may."""

    stack: StackPlan
    plan: Planned
    destroy: Destroy
    exempt: Exemption | None = None


def judge(world: World, params: Settings, now: datetime) -> Result:
    found = every_plan(world)
    if isinstance(found, Result):
        return found
    lost = [stack for stack, plan in found.stacks if plan.counted is None]
    if lost:
        return unknown(
            f"the changes of {len(lost)} of {len(found.stacks)} plans are not kept any more: "
            f"{few([one.stack for one in lost])}",
            "plan again and send it to Rungs",
            *shown(Evidence(line(one.stack), url=one.url) for one in lost),
        )
    given = world.get(Exemptions) or Exemptions("")
    losses = _losses(found.stacks, given.exemptions, params, now)
    unseen = sum(max((plan.counted or 0) - len(plan.destroys), 0) for _, plan in found.stacks)
    bad = _bad(losses, unseen, len(found.stacks), given, params, now)
    return bad or _good(losses, found.stacks)


def _losses(
    plans: Sequence[tuple[StackPlan, Planned]],
    exemptions: Sequence[Exemption],
    params: Settings,
    now: datetime,
) -> list[Loss]:
    in_force = [one for one in exemptions if one.until >= now.date()]
    return [
        Loss(stack, plan, one, next((each for each in in_force if _covers(each.address, one.address)), None))
        for stack, plan in plans
        for one in plan.destroys
        if one.action != "forget" or params.forgets
    ]


def _bad(
    losses: Sequence[Loss], unseen: int, stacks: int, given: Exemptions, params: Settings, now: datetime
) -> Result | None:
    bad = [one for one in losses if one.exempt is None and _critical(one.destroy, params)]
    left = [one for one in losses if one.exempt is None]
    counted = len(left) + unseen
    numbers = {
        "stacks": stacks,
        "destroys": counted,
        "critical": len(bad),
        "exempted": len(losses) - len(left),
    }
    if bad:
        names = few([one.destroy.address for one in bad])
        reason = f"critical resources would be destroyed or replaced, {len(bad)} in all: {names}"
        ended = _ended(bad, given.exemptions, now)
        reason = f"{reason}; {ended}" if ended else reason
        links = [*map(_evidence, bad[:MOST]), Evidence("Exemptions of this application", url=given.settings)]
        return failed(reason, *links, **numbers)
    if unseen:
        return failed(f"resources to be destroyed: {counted:,}, more than are looked at", **numbers)
    if params.most is not None and counted > params.most:
        reason = f"resources to be destroyed: {counted:,}, and at most {params.most:,} may be"
        return failed(reason, *shown(map(_evidence, left)), **numbers)
    return None


def _good(losses: Sequence[Loss], plans: Sequence[tuple[StackPlan, Planned]]) -> Result:
    exempt = sum(one.exempt is not None for one in losses)
    n, others = len(plans), len(losses) - exempt
    reason = f"nothing critical is destroyed in {n} stacks; other destroys: {others}"
    if exempt:
        reason = f"nothing critical is destroyed in {n} stacks; exempted: {exempt}, other destroys: {others}"
    links = [_evidence(one) for one in sorted(losses, key=lambda one: one.exempt is None)]
    links += [Evidence(line(stack.stack), url=plan.url) for stack, plan in plans]
    return passed(reason, *shown(links), stacks=n, destroys=others, critical=0, exempted=exempt)


def _critical(one: Destroy, params: Settings) -> bool:
    if params.data and (one.holds_data or holds_data(one.type)):
        return True
    return any(_covers(glob, one.type) or _covers(glob, one.address) for glob in params.critical)


def _covers(glob: str, text: str) -> bool:
    return Rule(glob).covers(text)


def _ended(bad: Sequence[Loss], exemptions: Sequence[Exemption], now: datetime) -> str:
    """Somebody relied on an exemption that is over: say so."""
    over = [one for one in exemptions if one.until < now.date()]
    for each in over:
        if any(_covers(each.address, one.destroy.address) for one in bad):
            return f"the exemption of {line(each.address)} ended on {each.until.isoformat()}"
    return ""


def _evidence(loss: Loss) -> Evidence:
    one, stack = loss.destroy, line(loss.stack.stack)
    what = f"{stack}: {one.action} {line(one.address, 200)}"
    if loss.exempt:
        until, by = loss.exempt.until.isoformat(), line(loss.exempt.by)
        what = f"{what}, exempted by {by} until {until}: {line(loss.exempt.reason, 200)}"
    elif one.guards:
        what = f"{what}, {line(', '.join(one.guards), 200)}"
    return Evidence(what, url=loss.plan.url)


GATE = Gate(
    key="no_destroy",
    title="No destroy of critical resources",
    about="Code can be rolled back; a database that was destroyed or replaced cannot.",
    needs=(Plans, Exemptions),
    params=Settings,
    judge=judge,
)
