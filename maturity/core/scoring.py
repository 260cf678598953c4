"""From findings to a level. The whole policy is in `score`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from maturity.core.criterion import Criterion, Finding, Gate, Lifecycle, Outcome
from maturity.core.facts.infrastructure import Stack
from maturity.core.facts.kind import Kind

TOP = 5
REACHED = frozenset({Outcome.MET, Outcome.NOT_APPLICABLE, Outcome.WAIVED})
OPEN = frozenset({Outcome.UNKNOWN, Outcome.ERROR})


class StackFinding(Struct, frozen=True):
    stack: str  # Stack.label
    finding: Finding


class Judged(Struct, frozen=True):
    """One criterion's answer for the repository, and for each stack when it asks about stacks.

    met, of   stacks that meet it, of those it applies to (0 of 0 for a repository question)
    present   met somewhere: what `practices` reports
    """

    criterion: str
    level: int
    gate: Gate
    finding: Finding
    stacks: tuple[StackFinding, ...] = ()
    met: int = 0
    of: int = 0
    counts: bool = True

    @property
    def outcome(self) -> Outcome:
        return self.finding.outcome

    @property
    def present(self) -> bool | None:
        """True: met somewhere. None: nobody knows. False otherwise."""
        outcomes = {one.finding.outcome for one in self.stacks} | {self.finding.outcome}
        if outcomes & {Outcome.MET, Outcome.WAIVED}:
            return True
        return None if outcomes & OPEN else False


class Score(Struct, frozen=True):
    """verified: unknown blocks. possible: unknown counts as met. None for a kind that has no level."""

    level: int | None
    possible_level: int | None
    blockers: tuple[str, ...]


def deciding(stacks: Sequence[Stack]) -> Sequence[Stack]:
    """Stacks of prod decide; where none says it is prod, all do."""
    return [stack for stack in stacks if stack.environment == "prod"] or stacks


def roll_up(criterion: Criterion, findings: Mapping[Stack, Finding]) -> Judged:
    """One answer out of many: the worst among the stacks that decide, with n of m."""
    decide = deciding(list(findings))
    asked = [findings[stack] for stack in decide if findings[stack].outcome is not Outcome.NOT_APPLICABLE]
    met = [one for one in asked if one.outcome in REACHED]
    per_stack = tuple(StackFinding(stack.label, finding) for stack, finding in findings.items())
    return Judged(
        criterion.id, criterion.level, criterion.gate, _worst(asked, len(met), list(findings.values())), per_stack,
        len(met), len(asked), criterion.lifecycle is Lifecycle.STABLE,
    )  # fmt: skip


def _worst(asked: Sequence[Finding], met: int, everything: Sequence[Finding]) -> Finding:
    if not asked:
        return everything[0] if everything else Finding(Outcome.NOT_APPLICABLE, "no stack to ask about")
    for outcome in (Outcome.ERROR, Outcome.NOT_MET, Outcome.UNKNOWN, Outcome.WAIVED, Outcome.MET):
        hits = [one for one in asked if one.outcome is outcome]
        if hits:
            first = hits[0]
            message = first.message if len(asked) == 1 else f"{first.message} ({met} of {len(asked)} stacks meet it)"
            return Finding(outcome, message, first.evidence, first.looked_at, first.strength)
    raise AssertionError("not applicable findings were left out above")


def score(kind: Kind, judged: Iterable[Judged]) -> Score:
    """The level is the highest one whose required criteria, and those of every level below, hold."""
    if not kind.has_level:
        return Score(None, None, ())
    required = [one for one in judged if one.gate is Gate.REQUIRED and one.level and one.counts]
    failing = [one for one in required if one.outcome not in REACHED]
    level = min((one.level - 1 for one in failing), default=TOP)
    possible = min((one.level - 1 for one in failing if one.outcome not in OPEN), default=TOP)
    return Score(level, possible, tuple(one.criterion for one in failing if one.level == level + 1))
