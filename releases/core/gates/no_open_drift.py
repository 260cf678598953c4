"""Drift that a rollout would revert or trip over is found before it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated

from msgspec import Meta

from releases.core.facts.stacks import Drift, Stack, TouchedStacks
from releases.core.gate import Evidence, Gate, Params, Result, World, failed, passed, unknown
from releases.core.gates._stacks import unnamed
from releases.core.telling import few, line, shown, since, span


class Settings(Params, frozen=True, forbid_unknown_fields=True):
    """acknowledged: drift that somebody said may stay lets the release on. days: how old a check may be."""

    acknowledged: bool = True
    days: Annotated[int, Meta(ge=1, le=365)] = 7


def judge(world: World, params: Settings, now: datetime) -> Result:
    found = world.get(TouchedStacks)
    if found is None or not found.stacks:
        return unnamed(found.environment if found else "prod", found.settings if found else "")
    drifting = [one for one in found.stacks if one.drift and not _lets_on(one.drift, params, now)]
    if drifting:
        return _drifting(drifting, found.stacks, now)
    oldest = now - timedelta(days=params.days)
    unseen = [one for one in found.stacks if one.gone or one.checked_at is None or one.checked_at < oldest]
    if unseen:
        return _unseen(unseen, found.stacks, params)
    checks = [one.checked_at for one in found.stacks if one.checked_at]
    of, age, quiet = len(found.stacks), since(min(checks), now), [one for one in found.stacks if one.drift]
    links = shown(_evidence(one, now) for one in [*quiet, *(one for one in found.stacks if not one.drift)])
    if quiet:
        reason = f"{len(quiet)} of {of} stacks drift, as acknowledged; the oldest check is {age} old"
    else:
        reason = f"none of {of} stacks drifts; the oldest check is {age} old"
    return passed(reason, *links, stacks=of, drifting=0, acknowledged=len(quiet))


def _lets_on(drift: Drift, params: Settings, now: datetime) -> bool:
    return params.acknowledged and drift.acknowledged(now)


def _drifting(drifting: Sequence[Stack], stacks: Sequence[Stack], now: datetime) -> Result:
    drifts = [one.drift for one in drifting if one.drift]
    longest = span(now - min(one.since for one in drifts))
    names = few([one.name for one in drifting])
    return failed(
        f"{len(drifting)} of {len(stacks)} stacks drift, for up to {longest}: {names}",
        *shown(_evidence(one, now) for one in drifting),
        stacks=len(stacks), drifting=len(drifting), resources=sum(one.resources for one in drifts),
    )  # fmt: skip


def _unseen(unseen: Sequence[Stack], stacks: Sequence[Stack], params: Settings) -> Result:
    names, gone = few([one.name for one in unseen]), [one for one in unseen if one.gone]
    reason = f"{len(unseen)} of {len(stacks)} stacks were not checked within {params.days} days: {names}"
    answer = "check them on their pages, or send a plan of each from CI"
    broken = next((one for one in unseen if one.error), None)
    if gone:
        answer = f"take {line(gone[0].name)} off the stacks of this application: no file declares it any more"
    elif broken:
        answer = f"repair the check of {line(broken.name)}: {line(broken.error, 200)}"
    return unknown(reason, answer, *shown(Evidence(line(one.name), url=one.url) for one in unseen))


def _evidence(stack: Stack, now: datetime) -> Evidence:
    if stack.drift is None:
        return Evidence(line(stack.name), url=stack.url)
    n, age, name = stack.drift.resources, since(stack.drift.since, now), line(stack.name)
    if stack.drift.acknowledged(now):
        return Evidence(f"{name}: drift acknowledged: {line(stack.drift.reason, 200)}", url=stack.drift.url)
    return Evidence(f"{name}: resources that drift: {n}, for {age}", url=stack.drift.url)


GATE = Gate(
    key="no_open_drift",
    title="No drift on the stacks it touches",
    about="What was changed outside the code is reverted by the next apply, in the middle of a rollout.",
    needs=(TouchedStacks,),
    params=Settings,
    judge=judge,
)
