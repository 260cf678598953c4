"""Every criterion asked, but for the answers that still stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import get_type_hints

from msgspec.structs import replace

from maturity.core import evidence
from maturity.core.criterion import Criterion, Finding, Fix, Gate, Outcome, not_applicable
from maturity.core.facts import Facts, Missing
from maturity.core.facts.context import RepositoryContext
from maturity.core.facts.infrastructure import Infrastructure, Stack
from maturity.core.facts.kind import Kind, KindName
from maturity.core.files import Files
from maturity.core.fixes.soft import hardened
from maturity.core.memo import Forgotten
from maturity.core.reader import MISTAKES
from maturity.core.scoring import OPEN, Judged, deciding, roll_up
from maturity.core.standing import Standing
from maturity.core.waiver import Waiver, waive

WORTH_FIXING = OPEN | {Outcome.NOT_MET}


class Judging:
    """The criteria over the facts of one commit.

    before   what was answered at the scan before, under the same waivers
    fresh    the criteria that were asked anew, for one stack at least
    asked    what a criterion that reads files itself asked of them
    """

    def __init__(self, facts: Facts, waivers: Sequence[Waiver], before: Standing | None) -> None:
        self.fresh: set[str] = set()
        self.asked: dict[str, tuple[str, ...]] = {}
        self._facts = facts
        self._waivers = waivers
        self._before = before
        self._answers = before.answers() if before else {}
        found = facts.get(Kind)
        self._is_kind_known = not isinstance(found, Missing)
        self.kind = Kind(KindName.NONE, found.reason) if isinstance(found, Missing) else found
        self.stacks = self._stacks()
        self._same_stacks = before is not None and before.stacks == self.stacks

    def fixes(self, judged: Iterable[Judged], criteria: Iterable[Criterion]) -> dict[str, Fix]:
        """What to do next, for what is open and required or recommended."""
        if not (self.kind.has_level or self.kind.name is KindName.LIBRARY):
            return {}
        by_id = {criterion.id: criterion for criterion in criteria}
        found = {}
        for one in judged:
            if one.outcome in WORTH_FIXING and one.gate is not Gate.OPTIONAL:
                fix = self._fix(by_id[one.criterion], one)
                if fix is not None:
                    found[one.criterion] = fix
        return found

    def _stacks(self) -> tuple[Stack, ...]:
        if self._before and not self._facts.changed(Infrastructure):
            return self._before.stacks
        infrastructure = self._facts.get(Infrastructure)
        if isinstance(infrastructure, Missing):
            return ()
        found = (*infrastructure.stacks, *(stack for stack in infrastructure.controlled if stack.beside))
        known = {stack: stack for stack in self._before.stacks} if self._before else {}
        return tuple(known.get(stack, stack) for stack in found)  # the very same object is found at once

    def judge(self, criterion: Criterion) -> Judged:
        answer = self._answers.get(criterion.id) if self._stands(criterion) else None
        self.asked[criterion.id] = self._before.asked[criterion.id] if self._before and answer else ()
        if answer and self._same_stacks:
            return answer
        self.fresh.add(criterion.id)
        if self._is_kind_known and (reason := _does_not_apply(criterion, self.kind)):
            return roll_up(criterion, {None: not_applicable(reason)})
        asked: Sequence[Stack | None] = [None]
        if criterion.per_stack:
            required = criterion.gate is Gate.REQUIRED
            asked = [one for one in self.stacks if not (required and one.beside)] or [_whole(self.kind)]
        known = self._before.by_stack(answer) if self._before and answer else {}
        with self._facts.files.watch() as questions:
            findings = {stack: self._finding(criterion, stack, known) for stack in asked}
        self.asked[criterion.id] = tuple(sorted({*self.asked[criterion.id], *questions}))
        return roll_up(criterion, findings)

    def _stands(self, criterion: Criterion) -> bool:
        """Nothing it is asked over has changed, but perhaps the stacks it is asked about."""
        if self._before is None or criterion.id not in self._before.asked or self._facts.changed(Kind):
            return False
        if any(map(self._facts.files.differs, self._before.asked[criterion.id])):
            return False
        return not any(map(self._facts.changed, _made(criterion.needs)))

    def _finding(self, criterion: Criterion, stack: Stack | None, known: Mapping[Stack, Finding]) -> Finding:
        if stack is not None and stack in known:
            return known[stack]
        return waive(criterion, stack, _ask(criterion, self._facts, stack), self._waivers)

    def _fix(self, criterion: Criterion, one: Judged) -> Fix | None:
        needs = _needs(criterion.fix)
        known = self._before.fixes.get(criterion.id) if self._before else None
        same = known and criterion.id not in self.fresh
        if same and not any(map(self._facts.changed, _made((RepositoryContext, *needs)))):
            return known
        self.fresh.add(criterion.id)
        context = self._facts.get(RepositoryContext)
        if isinstance(context, Missing):
            return None
        narrowed = _narrowed(context, one, self.stacks)
        parts = [narrowed if kind is RepositoryContext else self._facts.get(kind) for kind in needs]
        try:
            return hardened(one.finding) or criterion.fix(*parts)
        except MISTAKES as error:  # a mistake of ours costs the fix, not the assessment
            return Fix(f"Rungs failed to write this fix: {type(error).__name__}: {error}"[:300])


def _made(needs: Iterable[type]) -> list[type]:
    """The facts among what is needed."""
    return [kind for kind in needs if kind not in (Files, Stack)]


@cache
def _needs(fix: object) -> tuple[type, ...]:
    return tuple(kind for name, kind in get_type_hints(fix).items() if name != "return")


def _does_not_apply(criterion: Criterion, kind: Kind) -> str:
    """Why the question makes no sense for this kind of repository, or ""."""
    if criterion.level and kind.name in (KindName.NONE, KindName.TOOL):
        return "this repository runs no infrastructure of its own"
    if criterion.live_only and kind.name is KindName.LIBRARY:
        return "a module library has no state and is applied by those who use it"
    return ""


def _whole(kind: Kind) -> Stack:
    """Where no stack is declared, the question is about all there is."""
    at = kind.evidence[0] if kind.evidence else evidence.NOWHERE
    return Stack(directory="", tool="", at=at, name="repository")


def _ask(criterion: Criterion, facts: Facts, stack: Stack | None) -> Finding:
    """A mistake of ours costs one answer, not the assessment."""
    try:
        return criterion.judge(facts, stack)
    except Forgotten:
        raise
    except Exception as error:  # noqa: BLE001 - reported as the finding
        return Finding(Outcome.ERROR, f"Rungs failed to answer this: {type(error).__name__}: {error}"[:300])


def _narrowed(context: RepositoryContext, one: Judged, stacks: Sequence[Stack]) -> RepositoryContext:
    """The same repository, with only the stacks this criterion is still open for."""
    lacking = {each.stack for each in one.stacks if each.finding.outcome in WORTH_FIXING}
    first = {stack.directory: None for stack in deciding(stacks) if stack.label in lacking}
    directories = tuple(first | {stack.directory: None for stack in stacks if stack.label in lacking})
    return replace(context, directories=directories) if directories else context
