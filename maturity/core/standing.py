"""What the scan before answered, and how much of it still stands."""

from __future__ import annotations

from collections.abc import Container, Mapping

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from maturity.core.criterion import Finding, Fix, criteria_set
from maturity.core.evidence import shown_lines
from maturity.core.facts.stack import Stack
from maturity.core.files import Files
from maturity.core.memo import Forgotten, Memo, recall
from maturity.core.scoring import Judged, StackFinding
from maturity.core.waiver import Waiver

Questions = tuple[str, ...]


class Standing(Struct, frozen=True, array_like=True):
    """asked    criterion -> the questions it asked `Files` itself
    shown    the paths that are evidence
    unseen   path -> why no line of it could be shown
    """

    criteria_set: str
    waivers: tuple[Waiver, ...]
    stacks: tuple[Stack, ...]
    judged: tuple[Judged, ...]
    fixes: dict[str, Fix]
    asked: dict[str, Questions]
    shown: tuple[str, ...]
    unseen: dict[str, str]

    def answers(self) -> dict[str, Judged]:
        return {one.criterion: one for one in self.judged}

    def by_stack(self, judged: Judged) -> Mapping[Stack, Finding]:
        """Its finding of each stack; empty when it was no question about stacks."""
        stacks = [stack for stack in dict.fromkeys(self.stacks) if stack.tool]
        if len(stacks) != len(judged.stacks):
            return {}
        return {stack: each.finding for stack, each in zip(stacks, judged.stacks, strict=True)}

    def stale(self, files: Files) -> frozenset[str]:
        """The paths whose lines may read differently now."""
        return frozenset(filter(files.changed, self.shown)) | self.unseen.keys()

    def lines(self, stale: Container[str]) -> dict[tuple[str, int], str]:
        """What was shown, and would be shown again."""
        shown = shown_lines(self.judged)
        return {place: text for place, text in shown.items() if place[0] not in stale}


class _Left(Struct, frozen=True, array_like=True):
    """A `Standing` that names each finding of a stack, and each label, by its number: most are the same.

    numbers   criterion -> (label, finding) of each stack
    """

    standing: Standing
    labels: tuple[str, ...]
    findings: tuple[Finding, ...]
    numbers: dict[str, list[tuple[int, int]]]

    def whole(self) -> Standing:
        labels, findings = self.labels, self.findings
        judged = (
            replace(
                one,
                stacks=tuple(
                    StackFinding(labels[label], findings[finding])
                    for label, finding in self.numbers[one.criterion]
                ),
            )
            for one in self.standing.judged
        )
        return replace(self.standing, judged=tuple(judged))


def left(memo: Memo, waivers: tuple[Waiver, ...]) -> Standing | None:
    """None when nothing is left, or other questions were asked."""
    found = memo.get("standing")
    before = recall(_DECODER, found) if found else None
    if before is None:
        return None
    same = (before.standing.criteria_set, before.standing.waivers) == (criteria_set(), waivers)
    try:
        return before.whole() if same else None
    except LookupError as error:
        raise Forgotten from error


def keep(
    waivers: tuple[Waiver, ...],
    stacks: tuple[Stack, ...],
    judged: tuple[Judged, ...],
    fixes: dict[str, Fix],
    asked: dict[str, Questions],
    files: Files,
) -> None:
    """Leave the answers, their evidence filled in, to the next scan."""
    if not files.memo.lasting:
        return
    shown = tuple(sorted({path for path, _ in shown_lines(judged)}))
    bare = tuple(replace(one, stacks=()) for one in judged)
    found = Standing(criteria_set(), waivers, stacks, bare, fixes, asked, shown, dict(files.unseen))
    labels: dict[str, int] = {}
    findings: dict[Finding, int] = {}
    numbers = {
        one.criterion: [
            (labels.setdefault(each.stack, len(labels)), findings.setdefault(each.finding, len(findings)))
            for each in one.stacks
        ]
        for one in judged
    }
    left = _Left(found, tuple(labels), tuple(findings), numbers)
    files.memo.put("standing", msgspec.msgpack.encode(left))


_DECODER = msgspec.msgpack.Decoder(_Left)
