"""Which routes take an event, and when its message goes out. A channel tells one thing once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from maturity.core.notices.timing import Digest, Quiet, after_quiet, next_digest


class Facts(Struct, frozen=True):
    """What a route can ask of an event. team: whose it is; None: nobody's, or the organisation's.

    inner  of the organisation itself, such as who was locked out: told only where a route names it
    """

    number: int
    kind: str
    team: int | None = None
    environment: str = ""
    inner: bool = False


class Way(Struct, frozen=True):
    """A route. team: only this one's; None: of all. environments, kinds: empty for all.

    after  events up to this number are older than the route
    """

    number: int
    quiet: Quiet
    after: int = 0
    team: int | None = None
    environments: frozenset[str] = frozenset()
    kinds: tuple[str, ...] = ()
    digest: Digest | None = None


class Slot(Struct, frozen=True, order=True):
    """When a message goes out. bundle: what it shares with others that go out together; "" alone."""

    at: datetime
    bundle: str = ""


def is_of(kind: str, patterns: Iterable[str]) -> bool:
    """ "drift.*" stands for all that begins with "drift."."""
    return any(
        kind.startswith(one[:-1]) if one.endswith(".*") else kind == one for one in patterns
    )  # fmt: skip


def takes(way: Way, facts: Facts) -> bool:
    return (
        facts.number > way.after
        and way.team in (None, facts.team)
        and (not way.environments or facts.environment in way.environments)
        and (is_of(facts.kind, way.kinds) or (not way.kinds and not facts.inner))
    )


def decide(facts: Facts, ways: Iterable[Way], now: datetime) -> Slot | None:
    """When a channel with these routes tells of the event: the soonest way counts. None: it does not."""
    return min((slot_of(way, now) for way in ways if takes(way, facts)), default=None)


def slot_of(way: Way, now: datetime) -> Slot:
    if way.digest is not None:
        due = next_digest(way.digest, now)
        return Slot(after_quiet(way.quiet, due), f"digest:{way.number}:{_stamp(due)}")
    end = after_quiet(way.quiet, now)
    return Slot(now) if end == now else Slot(end, f"quiet:{way.number}:{_stamp(end)}")


def _stamp(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M}"
