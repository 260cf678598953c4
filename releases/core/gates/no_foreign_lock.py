"""Nobody else is at work on the states a release needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated

from msgspec import Meta

from maturity.core.drift.quiet import Rule
from releases.core.facts.locks import Lock, Locks, State
from releases.core.gate import Evidence, Gate, Params, Result, World, failed, passed, unknown
from releases.core.gates._stacks import unnamed
from releases.core.telling import few, line, shown, since


class Settings(Params, frozen=True, forbid_unknown_fields=True):
    """ours: globs of holders that may, such as the deployment's own. minutes: how old a look may be.

    unseen  a state whose lock nobody can see does not stop the release
    """

    ours: Annotated[tuple[Annotated[str, Meta(min_length=1, max_length=300)], ...], Meta(max_length=50)] = ()
    minutes: Annotated[int, Meta(ge=1, le=10_080)] = 60
    unseen: bool = False


def judge(world: World, params: Settings, now: datetime) -> Result:
    found = world.get(Locks)
    if found is None or not found.states:
        return unnamed("prod", found.settings if found else "")
    held = [one for one in found.states if one.lock and not _ours(one.lock, params)]
    if held:
        return _held(held, found.states, now)
    unseen = [one for one in found.states if not _seen(one, params, now)]
    if unseen and not params.unseen:
        return _unseen(unseen, found.states, params)
    looks = [one.seen_at for one in found.states if one.seen_at]
    links = shown(Evidence(line(one.stack), url=one.url) for one in found.states)
    numbers = {"states": len(found.states), "held": 0, "unseen": len(unseen)}
    if unseen:
        reason = f"no lock was seen; of {len(unseen)} of {len(found.states)} states nobody can tell"
        return passed(reason, *links, **numbers)
    age = since(min(looks), now)
    reason = f"none of {len(found.states)} states is locked by others; the oldest look is {age} old"
    return passed(reason, *links, **numbers)


def _ours(lock: Lock, params: Settings) -> bool:
    return any(Rule(glob).covers(lock.who) for glob in params.ours)


def _seen(state: State, params: Settings, now: datetime) -> bool:
    return bool(
        state.seen_at and now - state.seen_at <= timedelta(minutes=params.minutes) and not state.error
    )


def _held(held: Sequence[State], states: Sequence[State], now: datetime) -> Result:
    names = few([one.stack for one in held])
    return failed(
        f"{len(held)} of {len(states)} states are locked: {names}",
        *shown(_evidence(one, one.lock, now) for one in held if one.lock),
        states=len(states), held=len(held),
    )  # fmt: skip


def _evidence(state: State, lock: Lock, now: datetime) -> Evidence:
    who, age, name = line(lock.who or "somebody"), since(lock.since, now), line(state.stack)
    return Evidence(f"{name}: held by {who} for {age}", url=state.url)


def _unseen(unseen: Sequence[State], states: Sequence[State], params: Settings) -> Result:
    names = few([one.stack for one in unseen])
    reason = f"{len(unseen)} of {len(states)} locks were not looked at within {params.minutes} min: {names}"
    broken = next((one for one in unseen if one.error), None)
    answer = "connect the AWS role that may read these states, or say that unseen locks do not matter"
    if broken:
        answer = f"repair the look at {line(broken.stack)}: {line(broken.error, 200)}"
    return unknown(reason, answer, *shown(Evidence(line(one.stack), url=one.url) for one in unseen))


GATE = Gate(
    key="no_foreign_lock",
    title="No state is locked by somebody else",
    about="Who holds the lock is changing the same resources; the apply of this release would wait or fail.",
    needs=(Locks,),
    params=Settings,
    judge=judge,
)
