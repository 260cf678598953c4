"""The locks of the states that a release touches."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class Lock(Struct, frozen=True, kw_only=True):
    """who: "user@machine", as the lock says. operation: "apply", "" when it does not tell."""

    who: str
    since: datetime
    operation: str = ""


class State(Struct, frozen=True, kw_only=True):
    """seen_at: when its store was asked last; None: never. error: what it did not tell then."""

    stack: str
    url: str
    seen_at: datetime | None = None
    error: str = ""
    lock: Lock | None = None


class Locks(Struct, frozen=True):
    """settings: the page where the stacks are named."""

    settings: str
    states: tuple[State, ...] = ()
