"""Snippets for the evidence that is shown: read once, at the end, secrets masked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from maturity.core import redact
from maturity.core.criterion import Finding
from maturity.core.files import Files
from maturity.core.scoring import Judged, StackFinding
from maturity.core.source import Source

NOWHERE = Source("", 1)
PER_FINDING = 8  # more of the same adds nothing


def fill(judged: Sequence[Judged], files: Files) -> tuple[Judged, ...]:
    """The same answers, each piece of evidence with the text of its line."""
    wanted = {(source.path, source.line) for finding in _findings(judged) for source in _shown(finding)}
    lines = {place: redact.snippet(text) for place, text in files.lines(sorted(wanted)).items()}
    return tuple(
        replace(
            one, finding=_with(one.finding, lines),
            stacks=tuple(StackFinding(each.stack, _with(each.finding, lines)) for each in one.stacks),
        )
        for one in judged
    )  # fmt: skip


def _findings(judged: Iterable[Judged]) -> Iterable[Finding]:
    for one in judged:
        yield one.finding
        yield from (each.finding for each in one.stacks)


def _shown(finding: Finding) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(source for source in finding.evidence if source.path))[:PER_FINDING]


def _with(finding: Finding, lines: dict[tuple[str, int], str]) -> Finding:
    sources = _shown(finding)
    filled = tuple(Source(one.path, one.line, lines.get((one.path, one.line), "")) for one in sources)
    return finding if filled == finding.evidence else replace(finding, evidence=filled)
