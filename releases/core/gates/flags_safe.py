"""Deploying switches nothing on: flags that are new or changed begin with their safe value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from releases.core.facts.flags import FlagChange, FlagChanges
from releases.core.flags import rules, values
from releases.core.gate import (
    Evidence,
    Gate,
    Params,
    Result,
    World,
    failed,
    not_applicable,
    passed,
    unknown,
)
from releases.core.telling import few, line, short, shown


class Settings(Params, frozen=True, forbid_unknown_fields=True):
    """typed: a file declares each with its type and default. owner, expiry: each has one, expiry where such
    flags do not live for ever.
    """

    typed: bool = True
    owner: bool = False
    expiry: bool = False


def judge(world: World, params: Settings, now: datetime) -> Result:
    found = world.get(FlagChanges)
    if found is None or not found.read:
        return _unread(found)
    if not found.changes and not found.broken:
        return not_applicable(f"{short(found.commit)} adds no flag and changes no default")
    for wrong, why in _checks(params):
        some = [one for one in found.changes if wrong(one)]
        if some:
            names = few([one.key for one in some])
            reason = f"{len(some)} of {len(found.changes)} new or changed flags {why}: {names}"
            return failed(reason, *_evidence(found, some), flags=len(found.changes), wrong=len(some))
    return _safe_as_far_as_known(found)


def _unread(found: FlagChanges | None) -> Result:
    if found is None or found.read is None:
        return unknown(
            "nobody looked yet at the flags of this release",
            "open the release with its commit, and name the repository of the application",
        )
    reason = f"the flags of {short(found.commit)} could not be read: {line(found.error, 200)}"
    return unknown(reason, "scan the repository again, so that its commits are here")


def _checks(params: Settings) -> list[tuple[Callable[[FlagChange], bool], str]]:
    checks: list[tuple[Callable[[FlagChange], bool], str]] = [(_unsafe, "do not begin with their safe value")]
    if params.typed:
        checks.append(
            (lambda one: not (one.declared and one.type), "are declared in no file with their type")
        )
    if params.owner:
        checks.append((lambda one: not one.owner, "have no owner"))
    if params.expiry:
        checks.append((_endless, "have no day on which they expire"))
    return checks


def _unsafe(one: FlagChange) -> bool:
    return one.off is not None and one.gives is not None and not values.same(one.off, one.gives)


def _endless(one: FlagChange) -> bool:
    return not one.expires and (one.kind or rules.RELEASE) in rules.LIFETIMES


def _safe_as_far_as_known(found: FlagChanges) -> Result:
    if found.broken:
        reason = f"{len(found.broken)} files of flags could not be read: {few(found.broken)}"
        return unknown(reason, "repair them, so that what they declare is known")
    open_ = [one for one in found.changes if one.off is None or one.gives is None]
    if open_:
        names = few([one.key for one in open_])
        which = f"{len(open_)} of {len(found.changes)} flags"
        reason = f"of {which} the default or the safe value is not known: {names}"
        answer = (
            "give each a default where it is declared, and say on the application's flags which value is off"
        )
        return unknown(reason, answer, *_evidence(found, open_))
    n = len(found.changes)
    reason = (
        f"all {n} new or changed flags begin with their safe value"
        if n > 1
        else (
            f"{line(found.changes[0].key)} begins with {values.plainly(found.changes[0].off)}, its safe value"
        )
    )
    return passed(reason, *_evidence(found, found.changes), flags=n, wrong=0)


def _evidence(found: FlagChanges, some: Sequence[FlagChange]) -> tuple[Evidence, ...]:
    lines = [
        Evidence(_said(one), path=one.path, line=one.line, commit=found.commit) if one.path
        else Evidence(_said(one), url=found.settings) for one in some
    ]  # fmt: skip
    return shown(lines)


def _said(one: FlagChange) -> str:
    given = "nothing" if one.gives is None else line(values.plainly(one.gives))
    off = "not known" if one.off is None else line(values.plainly(one.off))
    return f"{line(one.key)}: default {given}, safe value {off}"


GATE = Gate(
    key="flags_safe",
    title="New flags begin with their safe value",
    about="A version that switches something on by being deployed cannot be rolled out by its flag.",
    needs=(FlagChanges,),
    params=Settings,
    judge=judge,
)
