"""Snippets for the evidence that is shown: read once, at the end, secrets masked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from maturity.core import redact
from maturity.core.criterion import Finding
from maturity.core.files import Files
from maturity.core.scoring import Judged, StackFinding
from maturity.core.source import Source

NOWHERE = Source("", 1)
PER_FINDING = 8  # more of the same adds nothing

Evidence = tuple[Source, ...]
Lines = Mapping[tuple[str, int], str]


def fill(judged: Sequence[Judged], files: Files, known: Lines) -> tuple[Judged, ...]:
    """The same answers, each piece of evidence with the text of its line. `known` lines are not read."""
    shown = {evidence: _shown(evidence) for evidence in {finding.evidence for finding in _findings(judged)}}
    wanted = {(source.path, source.line) for sources in shown.values() for source in sources if source.line}
    read = files.lines(sorted(wanted - known.keys()))
    lines = {**known, **{place: redact.snippet(text) for place, text in read.items()}}
    filled = {evidence: _filled(sources, lines) for evidence, sources in shown.items()}
    return tuple(
        replace(
            one, finding=_with(one.finding, filled),
            stacks=tuple(StackFinding(each.stack, _with(each.finding, filled)) for each in one.stacks),
        )
        for one in judged
    )  # fmt: skip


def shown_lines(judged: Iterable[Judged]) -> dict[tuple[str, int], str]:
    """What `fill` put in."""
    every = {finding.evidence for finding in _findings(judged)}
    return {(source.path, source.line): source.snippet for evidence in every for source in evidence}


def _findings(judged: Iterable[Judged]) -> Iterable[Finding]:
    for one in judged:
        yield one.finding
        yield from (each.finding for each in one.stacks)


def _shown(evidence: Evidence) -> Evidence:
    return tuple(dict.fromkeys(source for source in evidence if source.path))[:PER_FINDING]


def _filled(sources: Evidence, lines: Lines) -> Evidence:
    return tuple(Source(one.path, one.line, lines.get((one.path, one.line), "")) for one in sources)


def _with(finding: Finding, filled: Mapping[Evidence, Evidence]) -> Finding:
    evidence = filled[finding.evidence]
    return finding if evidence == finding.evidence else replace(finding, evidence=evidence)
