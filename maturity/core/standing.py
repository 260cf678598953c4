"""What the scan before answered, and how much of it still stands."""

from __future__ import annotations

from collections.abc import Container, Mapping

import msgspec
from msgspec import Struct

from maturity.core.criterion import Finding, Fix, criteria_set
from maturity.core.evidence import shown_lines
from maturity.core.facts.stack import Stack
from maturity.core.files import Files
from maturity.core.memo import Memo, recall
from maturity.core.scoring import Judged
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


def left(memo: Memo, waivers: tuple[Waiver, ...]) -> Standing | None:
    """None when nothing is left, or other questions were asked."""
    found = memo.get("standing")
    before = recall(_DECODER, found) if found else None
    if before is None or (before.criteria_set, before.waivers) != (criteria_set(), waivers):
        return None
    return before


def keep(
    waivers: tuple[Waiver, ...],
    stacks: tuple[Stack, ...],
    judged: tuple[Judged, ...],
    fixes: dict[str, Fix],
    asked: dict[str, Questions],
    files: Files,
) -> None:
    """Leave the answers, their evidence filled in, to the next scan."""
    if files.memo.lasting:
        shown = tuple(sorted({path for path, _ in shown_lines(judged)}))
        found = Standing(criteria_set(), waivers, stacks, judged, fixes, asked, shown, dict(files.unseen))
        files.memo.put("standing", msgspec.msgpack.encode(found))


_DECODER = msgspec.msgpack.Decoder(Standing)
