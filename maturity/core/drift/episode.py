"""What drifts on one stack, carried from one check to the next."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from maturity.core.plans.change import Action, Difference, ResourceChange

ITEMS_KEPT = 1_000
ATTRIBUTES_KEPT = 100


class Item(Struct, frozen=True, kw_only=True):
    """One resource that drifts, or did.

    action      what happened to it outside: "update" or "delete"
    attributes  paths that differ; none when it was deleted, or when the plan held no values
    ended       when it was first seen no longer to drift; None while it does
    ending      how, and `why` we think so: see `core.drift.ending`
    """

    address: str
    deposed: str = ""
    type: str = ""
    action: Action = Action.UPDATE
    attributes: tuple[str, ...] = ()
    first_seen: datetime
    last_seen: datetime
    ended: datetime | None = None
    ending: str = ""
    why: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.address, self.deposed


class Step(StrEnum):
    """What one check did to an episode. Growing wins over shrinking."""

    CLEAN = "clean"  # nothing drifted before, and nothing does
    OPENED = "opened"
    SAME = "same"
    GREW = "grew"
    SHRANK = "shrank"
    RESOLVED = "resolved"


class Advance(Struct, frozen=True):
    """
    items      every resource of the episode, those that no longer drift too
    ended      those that drifted until now
    resources  how many drift; it counts those beyond `ITEMS_KEPT` too
    """

    step: Step
    items: tuple[Item, ...]
    ended: tuple[Item, ...] = ()
    resources: int = 0

    @property
    def open(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.ended is None)

    @property
    def deleted(self) -> int:
        return sum(item.action is Action.DELETE for item in self.open)

    @property
    def attributes(self) -> int:
        return sum(len(item.attributes) for item in self.open)


def advance(
    before: Sequence[Item],
    changes: Sequence[ResourceChange],
    at: datetime,
    *,
    resources: int | None = None,
    partial: bool = False,
) -> Advance:
    """The next state of an episode, by what alarms in one check.

    resources  how many drifted before, when there were more than `before` lists
    partial    the check did not look at everything: nothing is over because it was not seen
    """
    if partial:
        return _added(before, changes, at, resources)
    known = {item.key: item for item in before}
    were = [item for item in before if item.ended is None]
    listed = resources is None or resources <= len(were)
    seen = {(one.address, one.deposed): one for one in changes}
    kept = [seen[key] for key in sorted(seen)[:ITEMS_KEPT]]
    now = [_seen(known.get((one.address, one.deposed)), one, at) for one in kept]
    ended = tuple(item for item in were if item.key not in seen)
    grew = any(_grew(known.get(item.key), item, listed=listed) for item in now)
    grew = grew or (resources is not None and not listed and len(seen) > resources)
    gone = [replace(item, ended=item.ended or at) for item in before if item.key not in seen]
    step = _step(opened=not were, any_now=bool(now), grew=grew, same=_same(were, now))
    return Advance(step, _cut(now, gone), ended, len(seen))


def _added(
    before: Sequence[Item], changes: Sequence[ResourceChange], at: datetime, resources: int | None
) -> Advance:
    """As if the check had seen again what it did not look at."""
    seen = {(one.address, one.deposed) for one in changes}
    unseen = [item for item in before if item.ended is None and item.key not in seen]
    again = [
        ResourceChange(
            address=item.address, deposed=item.deposed, type=item.type, outside=item.action,
            drift=tuple(Difference(path) for path in item.attributes),
        )
        for item in unseen
    ]  # fmt: skip
    step = advance(before, [*changes, *again], at, resources=resources)
    stayed = {item.key: item for item in unseen}
    items = tuple(stayed.get(item.key, item) for item in step.items)
    return replace(step, items=items, resources=max(step.resources, resources or 0))


def _seen(known: Item | None, change: ResourceChange, at: datetime) -> Item:
    fresh = Item(
        address=change.address, deposed=change.deposed, type=change.type, action=_action(change),
        attributes=_attributes(change), first_seen=at, last_seen=at,
    )  # fmt: skip
    if known is None:
        return fresh
    silent = not fresh.attributes and fresh.action is known.action
    attributes = known.attributes if silent and known.ended is None else fresh.attributes
    return replace(fresh, first_seen=known.first_seen, attributes=attributes)


def _action(change: ResourceChange) -> Action:
    return Action.DELETE if change.outside is Action.DELETE else Action.UPDATE


def _attributes(change: ResourceChange) -> tuple[str, ...]:
    if change.outside is Action.DELETE:
        return ()
    return tuple(sorted({one.path for one in change.drift})[:ATTRIBUTES_KEPT])


def _grew(before: Item | None, now: Item, *, listed: bool) -> bool:
    """Drifted anew, was deleted after it had been changed, or differs where it did not."""
    if before is None:
        return listed
    if before.ended is not None or (now.action is Action.DELETE and before.action is not Action.DELETE):
        return True
    return bool(before.attributes) and not set(now.attributes) <= set(before.attributes)


def _same(before: Iterable[Item], now: Iterable[Item]) -> bool:
    """A plan that holds attributes after one that held none tells more, but nothing else."""
    then = {item.key: item for item in before}
    return {item.key for item in now} == set(then) and all(
        item.action is then[item.key].action
        and (not then[item.key].attributes or item.attributes == then[item.key].attributes)
        for item in now
    )


def _step(*, opened: bool, any_now: bool, grew: bool, same: bool) -> Step:
    if opened:
        return Step.OPENED if any_now else Step.CLEAN
    if not any_now:
        return Step.RESOLVED
    if grew:
        return Step.GREW
    return Step.SAME if same else Step.SHRANK


def _cut(now: Sequence[Item], gone: Sequence[Item]) -> tuple[Item, ...]:
    """Those that drift come first; of the others the ones that ended last are kept."""
    latest = sorted(gone, key=lambda item: (-(item.ended or item.last_seen).timestamp(), item.key))
    return (*now, *latest[: ITEMS_KEPT - len(now)])


def fingerprint(items: Iterable[Item]) -> str:
    """Of the (address, attribute) pairs that drift: equal for the same drift, whatever the values are."""
    pairs = sorted(
        "\0".join((item.address, item.deposed, mark))
        for item in items
        if item.ended is None
        for mark in (item.attributes or (f"={item.action}",))
    )
    return hashlib.sha256("\n".join(pairs).encode("utf-8", "replace")).hexdigest()
