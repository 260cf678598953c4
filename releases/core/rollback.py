"""Rollback plans: what brings the version before back, step by step, and until when that is a switch.

What it is made of, and how: `core.undoing`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import msgspec
from msgspec import Struct

from releases.core.digests import digest

MOST_STEPS, LONGEST_STEP = 40, 500
NEVER = datetime.max.replace(tzinfo=UTC)


class Kind(StrEnum):
    FLAG = "flag"
    TRAFFIC = "traffic"
    SERVICE = "service"
    SCHEMA = "schema"
    CODE = "code"
    LOST = "lost"
    FIND_OUT = "find_out"
    VERIFY = "verify"
    WRITTEN = "written"


class Step(Struct, frozen=True, omit_defaults=True):
    """One step, in English. `warns`: it cannot simply be done."""

    kind: Kind
    text: str
    warns: bool = False


class Limit(Struct, frozen=True, omit_defaults=True):
    """Going back costs more from a moment on: `at`, or so many seconds `after` the version came there."""

    why: str
    after: int | None = None
    at: datetime | None = None


class Plan(Struct, frozen=True):
    steps: tuple[Step, ...]
    limits: tuple[Limit, ...] = ()

    @property
    def warnings(self) -> tuple[str, ...]:
        return tuple(step.text for step in self.steps if step.warns)


class Clock(Struct, frozen=True):
    """The first limit. at: None while the version is not there yet and what ends first counts from then."""

    at: datetime | None
    why: str

    def over(self, now: datetime) -> bool:
        return self.at is not None and self.at <= now


def clock(limits: Sequence[Limit], there_since: datetime | None, now: datetime) -> Clock | None:
    """What ends first; None when nothing ends. Of a version that is not there yet: were it there now."""
    arrived = there_since or now
    first = min(limits, key=lambda one: _moment(one, arrived), default=None)
    if first is None:
        return None
    counts = first.at is None and (there_since is None or first.after is None)
    return Clock(None if counts else _moment(first, arrived), first.why)


def _moment(limit: Limit, arrived: datetime) -> datetime:
    if limit.at is not None:
        return limit.at
    return NEVER if limit.after is None else arrived + timedelta(seconds=limit.after)


def written(text: str) -> tuple[Step, ...]:
    """The lines somebody typed. ValueError with a sentence when they are no plan."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    steps = [line for line in lines if line]
    if not steps:
        raise ValueError("write at least one step")
    if len(steps) > MOST_STEPS:
        raise ValueError(f"a plan has at most {MOST_STEPS} steps, this one has {len(steps)}")
    if longest := next((n for n, line in enumerate(steps, 1) if len(line) > LONGEST_STEP), 0):
        raise ValueError(f"step {longest} is longer than {LONGEST_STEP} characters")
    return tuple(Step(Kind.WRITTEN, line) for line in steps)


def packed(parts: Sequence[Step] | Sequence[Limit]) -> list[dict[str, Any]]:
    """As rows hold them."""
    told: list[dict[str, Any]] = msgspec.to_builtins(list(parts))
    return told


def steps_of(told: Any) -> tuple[Step, ...]:
    return msgspec.convert(told, tuple[Step, ...])


def limits_of(told: Any) -> tuple[Limit, ...]:
    return msgspec.convert(told, tuple[Limit, ...])


def digest_of(steps: Any) -> str:
    """Of packed steps: what somebody read is still what stands there."""
    return digest(steps)
