"""From findings to a level. The whole policy is in `score`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from maturity.core.criterion import Criterion, Finding, Gate, Lifecycle, Outcome
from maturity.core.facts.infrastructure import Stack
from maturity.core.facts.kind import Kind

TOP = 5
_FIRST = re.compile(
    r"(?:^|[/_-])(?:bootstrap|tf-?state|terraform[-_]state|(?:remote[-_])?state[-_](?:backend|bucket|storage)"
    r"|remote[-_]state|backend[-_]setup)(?:$|[/_-])",
    re.IGNORECASE,
)
NEARLY_ALL = 0.8  # one straggler in five is named, and does not take the rung
REACHED = frozenset({Outcome.MET, Outcome.NOT_APPLICABLE, Outcome.WAIVED})
OPEN = frozenset({Outcome.UNKNOWN, Outcome.ERROR})
WORST_FIRST = (
    Outcome.ERROR, Outcome.NOT_MET, Outcome.UNKNOWN, Outcome.WAIVED, Outcome.MET, Outcome.NOT_APPLICABLE,
)  # fmt: skip


class StackFinding(Struct, frozen=True, gc=False):
    stack: str  # Stack.label
    finding: Finding


class Judged(Struct, frozen=True, gc=False):
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
        if Outcome.MET in outcomes:
            return True
        return None if outcomes & OPEN else False


class Score(Struct, frozen=True):
    """verified: unknown blocks. possible: unknown counts as met. None for a kind that has no level."""

    level: int | None
    possible_level: int | None
    blockers: tuple[str, ...]


def deciding(stacks: Sequence[Stack]) -> Sequence[Stack]:
    """Stacks of prod decide; where none says it is prod, all do.

    What makes the pipeline possible (the store of the state, the pipeline's own role) is applied by hand
    before there is one: it decides nothing beside others.
    """
    others = [stack for stack in stacks if not _FIRST.search(stack.directory)] or stacks
    return [stack for stack in others if stack.environment == "prod"] or others


def roll_up(criterion: Criterion, findings: Mapping[Stack | None, Finding]) -> Judged:
    """One answer out of many, with n of m: yes when nearly all of the stacks that decide say yes.

    findings  by stack; under None (or a stack without a tool) for the repository as a whole
    """
    stacks = [stack for stack in findings if stack is not None and stack.tool]
    counts = criterion.lifecycle is Lifecycle.STABLE
    if not stacks:
        whole = next(iter(findings.values()))
        return Judged(criterion.id, criterion.level, criterion.gate, whole, counts=counts)
    asked = {
        stack.label: findings[stack]
        for stack in deciding(stacks)
        if findings[stack].outcome is not Outcome.NOT_APPLICABLE
    }
    met = sum(finding.outcome in REACHED for finding in asked.values())
    together = _together(asked, met) if asked else findings[stacks[0]]
    per_stack = tuple(StackFinding(stack.label, findings[stack]) for stack in stacks)
    return Judged(criterion.id, criterion.level, criterion.gate, together, per_stack, met, len(asked), counts)


def _together(asked: Mapping[str, Finding], met: int) -> Finding:
    """The worst answer, unless those that give it are few enough to be named."""
    still_open = sum(finding.outcome in OPEN for finding in asked.values())
    worst = min(asked.values(), key=lambda finding: WORST_FIRST.index(finding.outcome))
    if len(asked) == 1 or met == len(asked) or worst.outcome is Outcome.ERROR:
        return worst
    if not met and still_open in (0, len(asked)):
        return worst  # the same of each: there is nobody to name
    if met >= NEARLY_ALL * len(asked):
        wanted = REACHED
    elif met + still_open >= NEARLY_ALL * len(asked):
        wanted = OPEN
    else:
        return replace(worst, message=f"{worst.message} ({met} of {len(asked)} stacks meet this)")
    first = next(finding for finding in asked.values() if finding.outcome in wanted)
    others = [label for label, finding in asked.items() if finding.outcome not in REACHED]
    named = ", ".join(others[:3]) + (" and more" if len(others) > 3 else "")
    return replace(first, message=f"{first.message} ({met} of {len(asked)} stacks meet this; not {named})")


def score(kind: Kind, judged: Iterable[Judged]) -> Score:
    """The level is the highest one whose required criteria, and those of every level below, hold."""
    if not kind.has_level:
        return Score(None, None, ())
    required = [one for one in judged if one.gate is Gate.REQUIRED and one.level and one.counts]
    failing = [one for one in required if one.outcome not in REACHED]
    level = min((one.level - 1 for one in failing), default=TOP)
    possible = min((one.level - 1 for one in failing if one.outcome not in OPEN), default=TOP)
    return Score(level, possible, tuple(one.criterion for one in failing if one.level == level + 1))
