"""Gates: questions a machine answers before a release may go on. One file of `core/gates/` each.

A gate is a pure function of facts. What is not known is `unknown`, which blocks like a failure, and says what
would answer it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, cast

import msgspec
from msgspec import Struct

from maturity.core import registry

Fact = TypeVar("Fact")


class Outcome(StrEnum):
    """ERROR: the gate itself broke. Of these, PASSED and NOT_APPLICABLE let a release on."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    ERROR = "error"


LETTING = frozenset({Outcome.PASSED, Outcome.NOT_APPLICABLE})


class Evidence(Struct, frozen=True, omit_defaults=True):
    """What somebody can open to see for themselves: a page, or a line of a file at a commit."""

    text: str
    url: str = ""
    path: str = ""
    line: int = 0
    commit: str = ""


class Result(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a gate says, in English sentences (see ADR 0015).

    reason  one line with the numbers, whatever the outcome
    answer  of an unknown: what would answer it
    values  the numbers it was decided by, for exports
    """

    outcome: Outcome
    reason: str
    answer: str = ""
    evidence: tuple[Evidence, ...] = ()
    values: dict[str, str | int | float | bool | None] = {}


class Params(Struct, frozen=True, forbid_unknown_fields=True):
    """What a checklist may set for a gate. Each gate has its own, with defaults."""


class World:
    """The facts about one release, by their type; each is there or it is not known."""

    def __init__(self, *facts: object) -> None:
        self._facts: Mapping[type, object] = {type(fact): fact for fact in facts}

    def get(self, kind: type[Fact]) -> Fact | None:
        return cast("Fact | None", self._facts.get(kind))


class Gate(Struct, frozen=True, kw_only=True):
    """`GATE` of its file.

    key     as a checklist names it: the name of the file
    title   what it makes sure of, in English: "No drift on the stacks it touches"
    about   why it is asked, in one sentence
    needs   the kinds of facts it looks at
    params  what can be set, with its defaults
    judge   (the facts, what is set, now) -> what it says; pure
    """

    key: str
    title: str
    about: str
    needs: tuple[type, ...]
    params: type[Params] = Params
    judge: Callable[[World, Any, datetime], Result]

    def run(self, world: World, given: Mapping[str, Any], now: datetime) -> Result:
        """Its answer; ERROR for settings it does not know. Other exceptions are bugs and pass through."""
        try:
            params = msgspec.convert(dict(given), self.params)
        except msgspec.ValidationError as wrong:
            return Result(outcome=Outcome.ERROR, reason=f"the settings of this gate are wrong: {wrong}")
        return self.judge(world, params, now)


def passed(reason: str, *evidence: Evidence, **values: Any) -> Result:
    return Result(outcome=Outcome.PASSED, reason=reason, evidence=evidence, values=values)


def failed(reason: str, *evidence: Evidence, **values: Any) -> Result:
    return Result(outcome=Outcome.FAILED, reason=reason, evidence=evidence, values=values)


def unknown(reason: str, answer: str, *evidence: Evidence) -> Result:
    return Result(outcome=Outcome.UNKNOWN, reason=reason, answer=answer, evidence=evidence)


def not_applicable(reason: str) -> Result:
    return Result(outcome=Outcome.NOT_APPLICABLE, reason=reason)


@cache
def all_gates() -> dict[str, Gate]:
    """By key, in order of their files."""
    return {gate.key: gate for gate in registry.load("releases.core.gates", "GATE")}
