"""The assessment for a person at a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from maturity.core.assess import Assessment
from maturity.core.criterion import Criterion, Finding, Gate, Outcome, all_criteria
from maturity.core.report.words import KINDS, LEVELS, OUTCOMES
from maturity.core.scoring import OPEN, REACHED, TOP, Judged

NARROWEST, WIDEST = 40, 110
SNIPPET_LINES = 40
_MARKS = {
    Outcome.MET: ("✓", "32"), Outcome.NOT_MET: ("✗", "31"), Outcome.UNKNOWN: ("?", "33"),
    Outcome.NOT_APPLICABLE: ("-", "2"), Outcome.WAIVED: ("~", "36"), Outcome.ERROR: ("!", "35"),
}  # fmt: skip
_BOLD, _DIM = "1", "2"


def render(assessment: Assessment, *, name: str = "", width: int = 80, colour: bool = False) -> str:
    """Plain text. `colour` adds emphasis to what the words already say."""
    page = _Page(max(NARROWEST, min(width, WIDEST)), colour)
    _head(page, assessment, name)
    if assessment.kind.has_level:
        _ladder(page, assessment)
        _next(page, assessment)
    _all(page, assessment)
    _foot(page, assessment)
    return "\n".join(page.lines) + "\n"


class _Page:
    def __init__(self, width: int, colour: bool) -> None:  # noqa: FBT001 - one private caller
        self.width = width
        self.lines: list[str] = []
        self._colour = colour

    def paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._colour and text else text

    def add(self, text: str = "", indent: int = 0, hang: int = 0, code: str = "") -> None:
        """One paragraph, wrapped; `hang` indents its further lines."""
        for line in textwrap.wrap(
            _printable(text), self.width,
            initial_indent=" " * indent, subsequent_indent=" " * (indent + hang),
            break_long_words=False, break_on_hyphens=False,
        ) or [""]:  # fmt: skip
            self.lines.append(self.paint(line, code) if code else line)

    def title(self, text: str) -> None:
        self.lines += ["", self.paint(text, _BOLD)]

    def marked(self, outcome: Outcome, text: str, indent: int = 2) -> None:
        mark, code = _MARKS[outcome]
        before = len(self.lines)
        self.add(f"{mark} {text}", indent, hang=2)
        if self._colour:
            self.lines[before] = self.lines[before].replace(mark, self.paint(mark, code), 1)


def _printable(text: str) -> str:
    """A file name is foreign text: no control characters reach the terminal."""
    return "".join(char if char.isprintable() else " " for char in text)


def _head(page: _Page, assessment: Assessment, name: str) -> None:
    page.add(f"{name or 'Repository'} at {assessment.commit[:12]}: {KINDS[assessment.kind.name]}", code=_BOLD)
    page.add(assessment.kind.why, code=_DIM)
    page.add()
    score = assessment.score
    if score.level is None:
        page.add("No level: the ladder is for repositories that run infrastructure.")
        return
    text = f"Level {score.level} of {TOP}: {LEVELS[score.level]}"
    if score.possible_level is not None and score.possible_level > score.level:
        unknown = sum(one.outcome in OPEN for one in assessment.judged if one.gate is Gate.REQUIRED)
        answers = "1 required answer is" if unknown == 1 else f"{unknown} required answers are"
        text += f" (verified). Possibly {score.possible_level}: {answers} unknown."
    page.add(text, code=_BOLD)


def _ladder(page: _Page, assessment: Assessment) -> None:
    level = assessment.score.level or 0
    widest = max(len(name) for name in LEVELS.values())
    page.lines.append("")
    for rung in range(TOP, 0, -1):
        required = [one for one in assessment.judged if one.level == rung and one.gate is Gate.REQUIRED]
        met = sum(one.outcome in REACHED for one in required)
        state = "reached" if rung <= level else f"{met} of {len(required)} met"
        bar = "[#]" if rung <= level else "[ ]"
        line = f"  {bar} {rung} {LEVELS[rung]:<{widest}}  {state}{' <- next' if rung == level + 1 else ''}"
        page.lines.append(page.paint(line, _BOLD) if rung == level + 1 else line)


def _next(page: _Page, assessment: Assessment) -> None:
    blockers = [one for one in assessment.judged if one.criterion in assessment.score.blockers]
    if not blockers:
        return
    by_id = {criterion.id: criterion for criterion in all_criteria()}
    page.title(f"What blocks level {blockers[0].level}")
    for one in blockers:
        page.marked(one.outcome, f"{by_id[one.criterion].question} {OUTCOMES[one.outcome].capitalize()}.")
        _why(page, one.finding)
    effort = {"low": 0, "medium": 1, "high": 2}
    first = min(blockers, key=lambda one: effort[by_id[one.criterion].effort.value])
    _fix(page, by_id[first.criterion], assessment)


def _why(page: _Page, finding: Finding) -> None:
    page.add(finding.message, 4)
    for looked in finding.looked_at:
        page.add(looked, 4, hang=2, code=_DIM)
    for source in finding.evidence[:3]:
        page.add(f"{source}  {source.snippet}".rstrip(), 4, hang=2, code=_DIM)
    if len(finding.evidence) > 3:
        page.add(f"and {len(finding.evidence) - 3} more", 4, code=_DIM)


def _fix(page: _Page, criterion: Criterion, assessment: Assessment) -> None:
    fix = assessment.fixes.get(criterion.id)
    if fix is None:
        return
    page.title(f"Do this next (effort: {criterion.effort.value})")
    page.add(fix.summary, 2)
    page.add(criterion.why, 2, code=_DIM)
    if not fix.content:
        return
    page.lines.append("")
    lines = fix.content.rstrip("\n").split("\n")
    page.lines += [f"    {_printable(line)}" if line else "" for line in lines[:SNIPPET_LINES]]
    if len(lines) > SNIPPET_LINES:
        page.lines.append(f"    … {len(lines) - SNIPPET_LINES} more lines: --format json has them all")


def _all(page: _Page, assessment: Assessment) -> None:
    by_id = {criterion.id: criterion for criterion in all_criteria()}
    for level in [*range(1, TOP + 1), 0]:
        judged = [one for one in assessment.judged if one.level == level]
        shown = [one for one in judged if one.outcome is not Outcome.NOT_APPLICABLE]
        if not shown:
            continue
        page.title(f"Level {level}, {LEVELS[level]}" if level else "Release safety (not part of any level)")
        for one in sorted(shown, key=lambda one: list(Gate).index(one.gate)):
            page.marked(one.outcome, _line(by_id[one.criterion], one))
            for source in one.finding.evidence[:1]:
                page.add(f"{source}", 6, code=_DIM)
        if hidden := len(judged) - len(shown):
            page.add(f"- {hidden} more do not apply", 2, code=_DIM)


def _line(criterion: Criterion, judged: Judged) -> str:
    """ "format_checked (required): trivy only reports: …" """
    required = " (required)" if judged.gate is Gate.REQUIRED else ""
    trial = " (trial)" if not judged.counts else ""
    stacks = (
        f" [{judged.met} of {judged.of} stacks]" if judged.of > 1 and judged.outcome is Outcome.MET else ""
    )
    return f"{criterion.id}{required}{trial}, {OUTCOMES[judged.outcome]}: {judged.finding.message}{stacks}"


def _foot(page: _Page, assessment: Assessment) -> None:
    page.add()
    for one in _notes(assessment):
        page.add(one, code=_DIM)


def _notes(assessment: Assessment) -> Iterator[str]:
    counted = f"{assessment.files:,} files, stacks: {len(assessment.stacks):,}"
    yield f"{counted}, criteria {assessment.criteria_set}."
    for skipped in assessment.unreadable[:5]:
        yield f"Not read: {skipped.path}: {skipped.reason}"
    if len(assessment.unreadable) > 5:
        yield f"Not read: {len(assessment.unreadable) - 5} more files"
