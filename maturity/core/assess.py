"""One commit in, one assessment out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import get_type_hints

from msgspec import Struct
from msgspec.structs import replace

from maturity.core import evidence
from maturity.core.criterion import (
    Criterion,
    Finding,
    Fix,
    Gate,
    Outcome,
    all_criteria,
    criteria_set,
    not_applicable,
)
from maturity.core.facts import Facts, Missing
from maturity.core.facts.context import RepositoryContext
from maturity.core.facts.infrastructure import Infrastructure, Stack
from maturity.core.facts.kind import Kind, KindName
from maturity.core.files import Files, Memo
from maturity.core.fixes.soft import hardened
from maturity.core.scoring import OPEN, Judged, Score, deciding, roll_up, score
from maturity.core.tree import Skipped, Tree
from maturity.core.waiver import Waiver, in_force, waive

WORTH_FIXING = OPEN | {Outcome.NOT_MET}


class Assessment(Struct, frozen=True, kw_only=True):
    """Everything that was found out about one commit. Plain data: msgspec encodes it.

    judged     one entry per criterion, in order of level
    practices  the names scripts know -> met somewhere, not met, or None: nobody knows
    fixes      criterion -> what to do next, for what is open and required or recommended
    files      how many tracked files there are
    """

    commit: str
    kind: Kind
    score: Score
    judged: tuple[Judged, ...]
    stacks: tuple[Stack, ...]
    criteria_set: str
    practices: dict[str, bool | None]
    fixes: dict[str, Fix]
    files: int
    unreadable: tuple[Skipped, ...] = ()


def assess(
    tree: Tree,
    memo: Memo | None = None,
    given: Sequence[object] = (),
    waivers: Iterable[Waiver] = (),
    today: date | None = None,
    missing: dict[type, Missing] | None = None,
) -> Assessment:
    """Judge every criterion over the files of one commit.

    given    facts from outside: connectors, attestations
    today    decides which waivers still count; without it none does
    missing  facts somebody tried to get from outside and could not, and why
    """
    files = Files(tree, memo)
    facts = Facts(files, *given, missing=missing)
    kind, stacks = _kind(facts), _stacks(facts)
    accepted = in_force(waivers, today)
    judged = [_judge(criterion, facts, kind, stacks, accepted) for criterion in all_criteria()]
    shown = evidence.fill(judged, files)
    unreadable = [Skipped(path, problem.reason) for path, problem in sorted(files.unreadable.items())]
    return Assessment(
        commit=tree.commit, kind=kind, score=score(kind, judged), judged=shown, stacks=stacks,
        criteria_set=criteria_set(), practices=_practices(judged), fixes=_fixes(judged, facts, kind, stacks),
        files=len(files.paths), unreadable=(*unreadable, *files.skipped),
    )  # fmt: skip


def _kind(facts: Facts) -> Kind:
    kind = facts.get(Kind)
    return Kind(KindName.NONE, kind.reason) if isinstance(kind, Missing) else kind


def _stacks(facts: Facts) -> tuple[Stack, ...]:
    infrastructure = facts.get(Infrastructure)
    return () if isinstance(infrastructure, Missing) else tuple(infrastructure.stacks)


def _judge(
    criterion: Criterion, facts: Facts, kind: Kind, stacks: Sequence[Stack], waivers: Sequence[Waiver]
) -> Judged:
    if reason := _does_not_apply(criterion, kind):
        return roll_up(criterion, {None: not_applicable(reason)})
    asked: Sequence[Stack | None] = [None]
    if criterion.per_stack:
        asked = stacks or [_whole(kind)]
    findings = {stack: waive(criterion, stack, _ask(criterion, facts, stack), waivers) for stack in asked}
    return roll_up(criterion, findings)


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
    except Exception as error:  # noqa: BLE001 - reported as the finding
        return Finding(Outcome.ERROR, f"Rungs failed to answer this: {type(error).__name__}: {error}"[:300])


def _practices(judged: Iterable[Judged]) -> dict[str, bool | None]:
    names = {criterion.id: criterion.practice for criterion in all_criteria()}
    return {names[one.criterion]: one.present for one in judged if names[one.criterion]}


def _fixes(judged: Iterable[Judged], facts: Facts, kind: Kind, stacks: Sequence[Stack]) -> dict[str, Fix]:
    context = facts.get(RepositoryContext)
    if isinstance(context, Missing) or not (kind.has_level or kind.name is KindName.LIBRARY):
        return {}
    by_id = {criterion.id: criterion for criterion in all_criteria()}
    found = {}
    for one in judged:
        if one.outcome in WORTH_FIXING and one.gate is not Gate.OPTIONAL:
            fix = by_id[one.criterion].fix
            narrowed = _narrowed(context, one, stacks)
            found[one.criterion] = hardened(one.finding) or fix(*_parts(fix, facts, narrowed))
    return found


def _narrowed(context: RepositoryContext, one: Judged, stacks: Sequence[Stack]) -> RepositoryContext:
    """The same repository, with only the stacks this criterion is still open for."""
    lacking = {each.stack for each in one.stacks if each.finding.outcome in WORTH_FIXING}
    first = {stack.directory: None for stack in deciding(stacks) if stack.label in lacking}
    directories = tuple(first | {stack.directory: None for stack in stacks if stack.label in lacking})
    return replace(context, directories=directories) if directories else context


def _parts(fix: object, facts: Facts, context: RepositoryContext) -> list[object]:
    kinds = [kind for name, kind in get_type_hints(fix).items() if name != "return"]
    return [context if kind is RepositoryContext else facts.get(kind) for kind in kinds]
