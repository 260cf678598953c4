"""What is left on the target groups that traffic has gone from.

AWS tells neither how many connections a target group holds nor when draining began: so what is told is which
targets drain, since when at the latest, when their last connection is cut, and the requests that still come.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
from msgspec import Struct

from releases.core.facts.service import Live, TargetGroup
from releases.core.progress import Colour, colour_of, share_of
from releases.core.traffic import Hook


class Drain(Struct, frozen=True, kw_only=True):
    """Of one target group.

    since        when the first of those that drain was seen to
    ends_at      when the last connection of those that drain now is cut, at the latest; None when not known
    progress     percent of its targets that drain
    sessions_at  until then 95 of 100 sessions are over that were open when it got no traffic any more
    """

    group: TargetGroup
    colour: Colour = ""
    share: float | None = None
    since: datetime | None = None
    ends_at: datetime | None = None
    progress: float = 0
    sessions_at: datetime | None = None


def drains(live: Live, session_p95: int | None) -> list[Drain]:
    """Of the groups that something drains in, and of the one whose traffic goes to another."""
    every = [_drain(one, live, session_p95) for one in live.target_groups]
    return [one for one in every if one.group.draining or one.colour == "blue"]


def _drain(group: TargetGroup, live: Live, session_p95: int | None) -> Drain:
    seen, delay = group.drains.values(), group.deregistration_delay
    whole = delay is not None and seen and len(seen) == group.draining
    every = group.draining + (group.targets or 0)
    sessions = session_p95 is not None and group.idle_since is not None
    return Drain(
        group=group, colour=colour_of(group, live), share=share_of(group, live),
        since=min(seen, default=None),
        ends_at=max(seen) + timedelta(seconds=delay or 0) if whole else None,
        progress=round(100 * group.draining / every, 1) if every else 0,
        sessions_at=group.idle_since + timedelta(seconds=session_p95 or 0)
        if sessions and group.idle_since else None,
    )  # fmt: skip


def carried(before: Live | None, found: Live, at: datetime) -> Live:
    """What was just read, with since when: what the reading before saw already keeps its time."""
    known = {one.name: one for one in before.target_groups} if before else {}
    groups = tuple(_since(known.get(one.name), one, found, at) for one in found.target_groups)
    rollout = found.rollout
    if rollout is not None and rollout.hooks:
        then = before.rollout if before else None
        waited = {one.id: one.since for one in then.hooks} if then and then.id == rollout.id else {}
        hooks = tuple(_waiting(one, waited.get(one.id) or at) for one in rollout.hooks)
        rollout = msgspec.structs.replace(rollout, hooks=hooks)
    return msgspec.structs.replace(found, target_groups=groups, rollout=rollout)


def _since(before: TargetGroup | None, group: TargetGroup, live: Live, at: datetime) -> TargetGroup:
    known, idle = (before.drains, before.idle_since) if before else ({}, None)
    share = share_of(group, live)
    if share is not None:  # else what was known last stays
        idle = (idle or at) if share == 0 else None
    drains = {target: known.get(target, at) for target in group.drains}
    return msgspec.structs.replace(group, drains=drains, idle_since=idle)


def _waiting(hook: Hook, at: datetime) -> Hook:
    if not hook.waits or hook.since is not None:
        return hook
    return msgspec.structs.replace(hook, since=at)
