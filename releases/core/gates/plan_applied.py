"""What was applied is what people looked at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from releases.core.facts.applied import Applied, AppliedPlans, Reviewed
from releases.core.gate import Evidence, Gate, Params, Result, World, failed, not_applicable, passed, unknown
from releases.core.telling import few, line, shown, since

HOW = "have CI send the plan that it applies, with purpose apply"


class Settings(Params, frozen=True, forbid_unknown_fields=True):
    """required: every plan with changes has to be applied before the release may go."""

    required: bool = False


class Each(Struct, frozen=True):
    reviewed: Reviewed
    applied: Applied


def judge(world: World, params: Settings, now: datetime) -> Result:
    found = world.get(AppliedPlans)
    if found is None or not found.reviewed:
        return unknown(
            "no plan is bound to this release, so nothing can be compared with what was applied",
            "send a plan of each stack that it touches, for the commit of this release",
        )
    applied = [Each(one, one.applied) for one in found.reviewed if one.applied]
    broken = [one for one in applied if one.applied.errored]
    other = [one for one in applied if one.applied.same is False and not one.applied.errored]
    if broken:
        return _told(f"{len(broken)} of {len(applied)} applies failed: {_names(broken)}", broken, now)
    if other:
        reason = (
            f"{len(other)} of {len(applied)} stacks got another plan than the reviewed one: {_names(other)}"
        )
        return _told(reason, other, now)
    lost = [one for one in applied if one.applied.same is None]
    if lost:
        reason = f"{len(lost)} of {len(applied)} applied plans are not kept any more: {_names(lost)}"
        return unknown(reason, HOW, *_links(lost, now))
    return _rest(found, applied, params, now)


def _rest(found: AppliedPlans, applied: Sequence[Each], params: Settings, now: datetime) -> Result:
    waiting = [one for one in found.reviewed if one.applied is None and one.changes]
    if params.required and (waiting or found.without):
        names = [*(one.stack for one in waiting), *found.without]
        of = len(found.reviewed) + len(found.without)
        reason = f"{len(names)} of {of} stacks were not applied: {few(names)}"
        return unknown(reason, HOW, *shown(Evidence(line(one.stack), url=one.url) for one in waiting))
    if not applied:
        return not_applicable(f"none of the {len(found.reviewed)} reviewed plans was applied yet")
    masked = sum(one.reviewed.masked for one in applied)
    bare = sum(one.reviewed.bare for one in applied)
    numbers = {"applied": len(applied), "reviewed": len(found.reviewed), "masked": masked, "bare": bare}
    reason = f"{len(applied)} of {len(found.reviewed)} reviewed plans were applied as they were"
    if masked or bare:
        reason = f"{reason}; not compared: {masked} hidden values, {bare} resources without values"
    return passed(reason, *_links(applied, now), **numbers)


def _told(reason: str, which: Sequence[Each], now: datetime) -> Result:
    return failed(reason, *_links(which, now), applied=len(which))


def _names(which: Sequence[Each]) -> str:
    return few([one.reviewed.stack for one in which])


def _links(which: Sequence[Each], now: datetime) -> tuple[Evidence, ...]:
    pairs = (pair for one in which for pair in _pair(one, now))
    return shown(pairs)


def _pair(one: Each, now: datetime) -> tuple[Evidence, Evidence]:
    name, age = line(one.reviewed.stack), since(one.applied.at, now)
    return (
        Evidence(f"{name}: applied {age} ago", url=one.applied.url),
        Evidence(f"{name}: the plan that was reviewed", url=one.reviewed.url),
    )


GATE = Gate(
    key="plan_applied",
    title="The plan that was applied is the reviewed one",
    about="Between the review and the apply somebody may have planned anew, and applied something else.",
    needs=(AppliedPlans,),
    params=Settings,
    judge=judge,
)
