"""What is signed off is what would be applied now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated

from msgspec import Meta

from releases.core.facts.plans import Failed, Plans, StackPlan
from releases.core.gate import Evidence, Gate, Params, Result, World, failed, passed
from releases.core.gates._plans import every_plan
from releases.core.telling import few, line, short, shown, since


class Settings(Params, frozen=True, forbid_unknown_fields=True):
    """hours: how old a plan may be. partial: one that was limited to some resources will do."""

    hours: Annotated[int, Meta(ge=1, le=720)] = 24
    partial: bool = False


def judge(world: World, params: Settings, now: datetime) -> Result:
    known = world.get(Plans)
    broken = [one for one in known.stacks if one.failed] if known else []
    if known and broken:
        return _broken(broken, known.stacks)
    found = every_plan(world)
    if isinstance(found, Result):
        return found
    every = found.stacks
    partial = [one for one in every if not one[1].complete and not params.partial]
    old = [one for one in every if now - one[1].at > timedelta(hours=params.hours)]
    names = few([stack.stack for stack, _ in partial or old])
    links = shown(_evidence(stack.stack, plan.url, plan.at, now) for stack, plan in partial or old or every)
    if partial:
        reason = f"{len(partial)} of {len(every)} plans are limited to some of the resources: {names}"
        return failed(reason, *links, stacks=len(every), partial=len(partial))
    oldest = min(plan.at for _, plan in every)
    age = since(oldest, now)
    if old:
        reason = (
            f"{len(old)} of {len(every)} plans are older than {params.hours} h, the oldest {age}: {names}"
        )
        return failed(reason, *links, stacks=len(every), old=len(old))
    commit = short(found.plans.commit)
    reason = f"{len(every)} of {len(every)} stacks have a whole plan of {commit}; the oldest is {age} old"
    return passed(
        reason, *links, stacks=len(every), oldest_hours=round((now - oldest) / timedelta(hours=1), 1)
    )


def _broken(broken: Sequence[StackPlan], stacks: Sequence[StackPlan]) -> Result:
    names = few([one.stack for one in broken])
    links = [_failure(one, one.failed) for one in broken if one.failed]
    reason = f"the newest plan of {len(broken)} of {len(stacks)} stacks failed: {names}"
    return failed(reason, *shown(links), stacks=len(stacks), errored=len(broken))


def _failure(stack: StackPlan, told: Failed) -> Evidence:
    return Evidence(f"{line(stack.stack)}: {line(told.error or 'failed', 200)}", url=told.url)


def _evidence(stack: str, url: str, at: datetime, now: datetime) -> Evidence:
    return Evidence(f"{line(stack)}: planned {since(at, now)} ago", url=url)


GATE = Gate(
    key="plan_fresh",
    title="A fresh plan of every stack it touches",
    about="A plan that is old, failed or limited to a part does not show what an apply would do now.",
    needs=(Plans,),
    params=Settings,
    judge=judge,
)
