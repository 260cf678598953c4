"""A criterion is one yes/no question: a function from facts to a finding.

Its parameters say which facts it needs. A fact that could not be collected makes the
answer "unknown" before the function is called, so no criterion handles missing data.
A parameter of type `Stack` makes it a question about each stack; without one it is
about the repository.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum, StrEnum
from functools import cache
from hashlib import sha256
from inspect import getsource
from typing import get_type_hints

from msgspec import Struct

from maturity.core import registry
from maturity.core.facts import Facts, Missing
from maturity.core.facts.infrastructure import Stack
from maturity.core.source import Source


class Outcome(StrEnum):
    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"  # we could not find out, and say why
    NOT_APPLICABLE = "not_applicable"
    WAIVED = "waived"
    ERROR = "error"  # our own fault


class Strength(IntEnum):
    DECLARED = 0  # a person says so
    CONFIGURED = 1  # a file says so
    WIRED = 2  # reachable from a trigger, and can fail the build: static files reach this at most
    RAN = 3
    EFFECTIVE = 4


class Finding(Struct, frozen=True, gc=False):
    """The answer for one stack, or for the repository.

    message    one sentence a team lead reads
    evidence   where it was seen
    looked_at  for a "no": what was searched ("12 workflows; nearest: plan.yml:3 is by hand only")
    """

    outcome: Outcome
    message: str
    evidence: tuple[Source, ...] = ()
    looked_at: tuple[str, ...] = ()
    strength: Strength | None = None


def met(message: str, *evidence: Source, strength: Strength = Strength.WIRED) -> Finding:
    return Finding(Outcome.MET, message, evidence, (), strength)


def not_met(message: str, *evidence: Source, looked_at: Sequence[str] = ()) -> Finding:
    return Finding(Outcome.NOT_MET, message, evidence, tuple(looked_at))


def unknown(message: str, *evidence: Source, looked_at: Sequence[str] = ()) -> Finding:
    return Finding(Outcome.UNKNOWN, message, evidence, tuple(looked_at))


def not_applicable(message: str) -> Finding:
    return Finding(Outcome.NOT_APPLICABLE, message)


class Gate(StrEnum):
    """How much a criterion counts."""

    REQUIRED = "required"  # its level is not reached without it
    RECOMMENDED = "recommended"
    OPTIONAL = "optional"


class Effort(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Lifecycle(StrEnum):
    TRIAL = "trial"  # shown, never counts
    STABLE = "stable"
    RETIRED = "retired"


class Fix(Struct, frozen=True):
    """What to do next, ready to paste into this repository.

    path  the file to add or edit; content  the text; more  a further sentence
    """

    summary: str
    path: str = ""
    content: str = ""


Check = Callable[..., Finding]
Mend = Callable[..., Fix]


class Criterion(Struct, frozen=True, kw_only=True):
    """One question. `id` is the file's name. `level` 0 is the release axis, which gates no level."""

    id: str
    level: int
    question: str
    why: str
    fix: Mend
    effort: Effort
    gate: Gate
    lifecycle: Lifecycle
    practice: str
    aspect: str
    waivable: bool
    live_only: bool
    per_stack: bool
    needs: tuple[type, ...]
    check: Check

    def judge(self, facts: Facts, stack: Stack | None = None) -> Finding:
        wanted: list[object] = []
        for kind in self.needs:
            fact = stack if kind is Stack else facts.get(kind)
            if isinstance(fact, Missing):
                return unknown(fact.reason)
            wanted.append(fact)
        return self.check(*wanted)


def criterion(
    *,
    level: int,
    question: str,
    why: str,
    fix: Mend,
    aspect: str,
    practice: str = "",
    effort: Effort = Effort.MEDIUM,
    gate: Gate = Gate.RECOMMENDED,
    lifecycle: Lifecycle = Lifecycle.STABLE,
    waivable: bool = True,
    live_only: bool = True,
) -> Callable[[Check], Criterion]:
    """See `criteria/` for the pattern; CONTRIBUTING has the recipe.

    practice   the name scripts know it by in `scan --format json`
    aspect     State, Delivery, Quality, Policy, Drift or Release safety
    live_only  not applicable to a module library
    """

    def wrap(check: Check) -> Criterion:
        hints = {name: kind for name, kind in get_type_hints(check).items() if name != "return"}
        return Criterion(
            id=check.__name__, level=level, question=question, why=why, fix=fix, effort=effort, gate=gate,
            lifecycle=lifecycle, practice=practice, aspect=aspect, waivable=waivable, live_only=live_only,
            per_stack=Stack in hints.values(), needs=tuple(hints.values()), check=check,
        )  # fmt: skip

    return wrap


@cache
def all_criteria() -> tuple[Criterion, ...]:
    """One file in `criteria/`, one criterion, of the same name; in order of level, required first."""
    found: list[Criterion] = registry.load("maturity.core.criteria")
    order = list(Gate)
    return tuple(sorted(found, key=lambda c: (c.level, order.index(c.gate), c.id)))


@cache
def criteria_set() -> str:
    """Hash of what is asked and how it counts: two assessments compare only when it is equal."""
    text = "\n".join(
        f"{c.id} {c.level} {c.gate} {c.lifecycle} {c.question}\n{getsource(c.check)}" for c in all_criteria()
    )
    return sha256(text.encode()).hexdigest()[:12]
