"""One commit in, one assessment out."""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from msgspec import Struct

from maturity.core import evidence, standing
from maturity.core.criterion import Fix, all_criteria, criteria_set
from maturity.core.facts import Facts, Missing
from maturity.core.facts.infrastructure import Stack
from maturity.core.facts.kind import Kind
from maturity.core.facts.passed_over import PassedOver
from maturity.core.files import Files, Memo, NoMemo
from maturity.core.judging import Judging
from maturity.core.memo import Forgotten
from maturity.core.scoring import Judged, Score, score
from maturity.core.tree import Skipped, Tree
from maturity.core.waiver import Waiver, in_force

NEW_OBJECTS = 200_000  # between two looks of the garbage collector


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

    memo     what the scan before left is used as far as it still holds: the answer is the same without it
    given    facts from outside: connectors, attestations
    today    decides which waivers still count; without it none does
    missing  facts somebody tried to get from outside and could not, and why
    """
    accepted = in_force(waivers, today)
    memo = memo or NoMemo()
    with _rarely_collected():
        try:
            return _assess(tree, memo, given, accepted, missing)
        except Forgotten:
            memo.forget()
            return _assess(tree, NoMemo(), given, accepted, missing)


def _assess(
    tree: Tree,
    memo: Memo,
    given: Sequence[object],
    waivers: tuple[Waiver, ...],
    missing: dict[type, Missing] | None,
) -> Assessment:
    files = Files(tree, memo)
    facts = Facts(files, *given, missing=missing)
    before = standing.left(memo, waivers)
    judging = Judging(facts, waivers, before)
    criteria = all_criteria()
    judged = tuple(judging.judge(criterion) for criterion in criteria)
    fixes = judging.fixes(judged, criteria)
    stale: Collection[str] = before.stale(files) if before else ()
    if before is None or judging.fresh or stale:
        judged = evidence.fill(judged, files, before.lines(stale) if before else {})
        standing.keep(waivers, judging.stacks, judged, fixes, judging.asked, files)
    partly = facts.get(PassedOver)
    files.keep()
    facts.keep()
    unreadable = [Skipped(path, problem.reason) for path, problem in files.unreadable.items()]
    if isinstance(partly, PassedOver):
        unreadable += partly.files
    return Assessment(
        commit=tree.commit, kind=judging.kind, score=score(judging.kind, judged), judged=judged,
        stacks=judging.stacks, criteria_set=criteria_set(), practices=_practices(judged), fixes=fixes,
        files=files.count, unreadable=(*unreadable, *files.skipped),
    )  # fmt: skip


@contextmanager
def _rarely_collected() -> Iterator[None]:
    """Facts are plain trees by the hundred thousand: looking through them for cycles finds none."""
    usual = gc.get_threshold()
    gc.set_threshold(NEW_OBJECTS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _practices(judged: Iterable[Judged]) -> dict[str, bool | None]:
    names = {criterion.id: criterion.practice for criterion in all_criteria()}
    return {names[one.criterion]: one.present for one in judged if names[one.criterion]}
