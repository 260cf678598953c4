"""What all the sources together say about the plans of a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import Struct

from maturity.core.pulls.seen import State

MOST = 2_000_000_000
# Of two that say something at the same time, who knows better.
KNOWS = ("status", "check", "comment", "push")
TELLING = frozenset({State.CHANGED, State.UNCHANGED, State.APPLIED, State.ERRORED})


class Told(Struct, frozen=True, kw_only=True):
    """One source. about: the stack or its name, "" when it speaks for all at once."""

    state: str
    origin: str
    about: str
    commit: str = ""
    destroy: int | None = None
    at: datetime


class Sum(Struct, frozen=True):
    """`state` is a `State`, "stale" or "none"."""

    state: str
    destroys: int


def rollup(told: Sequence[Told], *, head: str, fresh: bool = True, over: bool = False) -> Sum:
    """The worst of what is known about the newest commit.

    head   the newest commit of the pull request
    fresh  False when the base moved since the plans were made
    over   it is merged or closed: nothing grows stale any more
    """
    if not told:
        return Sum("none", 0)
    current = [one for one in told if over or one.commit == head]
    newest = [_best(group) for group in _groups(current or told)]
    destroys = min(sum(one.destroy or 0 for one in newest if one.state != State.APPLIED), MOST)
    if not current:
        return Sum("stale", destroys)
    state = _state(newest, current)
    if not fresh and not over and state in (State.CHANGED, State.UNCHANGED, State.PLANNED):
        return Sum("stale", destroys)
    return Sum(state, destroys)


def _state(newest: Sequence[Told], current: Sequence[Told]) -> str:
    speaking_for_all = {one.state for one in current if not one.about}
    states = {one.state for one in newest}
    for state in (State.ERRORED, State.PENDING):
        if state in states or state in speaking_for_all:
            return state
    for state in (State.CHANGED, State.PLANNED, State.APPLIED):
        if state in states:
            return state
    return State.UNCHANGED


def _groups(told: Sequence[Told]) -> Iterable[list[Told]]:
    """One for each stack; those who speak for all are heard alone only when nobody else speaks."""
    groups: dict[str, list[Told]] = {}
    for one in told:
        groups.setdefault(one.about, []).append(one)
    if len(groups) > 1:
        groups.pop("", None)
    return groups.values()


def _best(group: list[Told]) -> Told:
    """The newest, unless it only says that all went well and an earlier one said what it found."""
    ordered = sorted(group, key=lambda one: (one.at, KNOWS.index(one.origin)))
    newest = ordered[-1]
    if newest.state != State.PLANNED:
        return _counted(newest, ordered)
    telling = [one for one in ordered if one.state in TELLING and one.commit == newest.commit]
    return telling[-1] if telling else newest


def _counted(newest: Told, ordered: list[Told]) -> Told:
    """A check without counts beside a comment with them is one plan, told twice."""
    if newest.state != State.CHANGED or newest.destroy is not None:
        return newest
    alike = [
        one for one in ordered
        if (one.state, one.commit) == (newest.state, newest.commit) and one.destroy is not None
    ]  # fmt: skip
    return alike[-1] if alike else newest


def base_of_plans(
    *, planned_at: datetime, now_at: datetime | None, now: str, compared: str, known: str
) -> str:
    """The commit of the base branch that plans were made against, as far as can be told.

    planned_at  the newest plan
    now, now_at newest commit of the base branch, and when it came
    compared    the commit the host compares with: the base as the pull request was last pushed
    known       what was found out earlier
    """
    if now and now_at and planned_at >= now_at:
        return now
    return known or compared
