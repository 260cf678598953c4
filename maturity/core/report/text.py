"""The assessment for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.core.assess import Assessment
from maturity.core.criterion import Criterion, Finding, Gate, Outcome, all_criteria
from maturity.core.report.page import BOLD, DIM, Page, printable
from maturity.core.report.words import KINDS, LEVELS, OUTCOMES
from maturity.core.scoring import OPEN, REACHED, TOP, Judged

SNIPPET_LINES = 40
_MARKS = {
    Outcome.MET: ("✓", "32"), Outcome.NOT_MET: ("✗", "31"), Outcome.UNKNOWN: ("?", "33"),
    Outcome.NOT_APPLICABLE: ("-", "2"), Outcome.WAIVED: ("~", "36"), Outcome.ERROR: ("!", "35"),
}  # fmt: skip


def render(assessment: Assessment, *, name: str = "", width: int = 80, colour: bool = False) -> str:
    """Plain text. `colour` adds emphasis to what the words already say."""
    page = Page(width, colour=colour)
    _head(page, assessment, name)
    if assessment.kind.has_level:
        _ladder(page, assessment)
        _next(page, assessment)
    _all(page, assessment)
    _foot(page, assessment)
    return page.text()


def _marked(page: Page, outcome: Outcome, text: str, indent: int = 2) -> None:
    mark, code = _MARKS[outcome]
    page.marked(mark, code, text, indent)


def _head(page: Page, assessment: Assessment, name: str) -> None:
    page.add(f"{name or 'Repository'} at {assessment.commit[:12]}: {KINDS[assessment.kind.name]}", code=BOLD)
    page.add(assessment.kind.why, code=DIM)
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
    page.add(text, code=BOLD)


def _ladder(page: Page, assessment: Assessment) -> None:
    level = assessment.score.level or 0
    widest = max(len(name) for name in LEVELS.values())
    page.lines.append("")
    for rung in range(TOP, 0, -1):
        required = [one for one in assessment.judged if one.level == rung and one.gate is Gate.REQUIRED]
        met = sum(one.outcome in REACHED for one in required)
        state = "reached" if rung <= level else f"{met} of {len(required)} met"
        bar = "[#]" if rung <= level else "[ ]"
        line = f"  {bar} {rung} {LEVELS[rung]:<{widest}}  {state}{' <- next' if rung == level + 1 else ''}"
        page.lines.append(page.paint(line, BOLD) if rung == level + 1 else line)


def _next(page: Page, assessment: Assessment) -> None:
    blockers = [one for one in assessment.judged if one.criterion in assessment.score.blockers]
    if not blockers:
        return
    by_id = {criterion.id: criterion for criterion in all_criteria()}
    page.title(f"What blocks level {blockers[0].level}")
    for one in blockers:
        _marked(page, one.outcome, f"{by_id[one.criterion].question} {OUTCOMES[one.outcome].capitalize()}.")
        _why(page, one.finding)
    effort = {"low": 0, "medium": 1, "high": 2}
    first = min(blockers, key=lambda one: effort[by_id[one.criterion].effort.value])
    _fix(page, by_id[first.criterion], assessment)


def _why(page: Page, finding: Finding) -> None:
    page.add(finding.message, 4)
    for looked in finding.looked_at:
        page.add(looked, 4, hang=2, code=DIM)
    for source in finding.evidence[:3]:
        page.add(f"{source}  {source.snippet}".rstrip(), 4, hang=2, code=DIM)
    if len(finding.evidence) > 3:
        page.add(f"and {len(finding.evidence) - 3} more", 4, code=DIM)


def _fix(page: Page, criterion: Criterion, assessment: Assessment) -> None:
    fix = assessment.fixes.get(criterion.id)
    if fix is None:
        return
    page.title(f"Do this next (effort: {criterion.effort.value})")
    page.add(fix.summary, 2)
    page.add(criterion.why, 2, code=DIM)
    if not fix.content:
        return
    page.lines.append("")
    lines = fix.content.rstrip("\n").split("\n")
    page.lines += [f"    {printable(line)}" if line else "" for line in lines[:SNIPPET_LINES]]
    if len(lines) > SNIPPET_LINES:
        page.lines.append(f"    … {len(lines) - SNIPPET_LINES} more lines: --format json has them all")


def _all(page: Page, assessment: Assessment) -> None:
    by_id = {criterion.id: criterion for criterion in all_criteria()}
    for level in [*range(1, TOP + 1), 0]:
        judged = [one for one in assessment.judged if one.level == level]
        shown = [one for one in judged if one.outcome is not Outcome.NOT_APPLICABLE]
        if not shown:
            continue
        page.title(f"Level {level}, {LEVELS[level]}" if level else "Release safety (not part of any level)")
        for one in sorted(shown, key=lambda one: list(Gate).index(one.gate)):
            _marked(page, one.outcome, _line(by_id[one.criterion], one))
            for source in one.finding.evidence[:1]:
                page.add(f"{source}", 6, code=DIM)
        if hidden := len(judged) - len(shown):
            page.add(f"- {hidden} more do not apply", 2, code=DIM)


def _line(criterion: Criterion, judged: Judged) -> str:
    """ "format_checked (required): trivy only reports: …" """
    required = " (required)" if judged.gate is Gate.REQUIRED else ""
    trial = " (trial)" if not judged.counts else ""
    stacks = (
        f" [{judged.met} of {judged.of} stacks]" if judged.of > 1 and judged.outcome is Outcome.MET else ""
    )
    return f"{criterion.id}{required}{trial}, {OUTCOMES[judged.outcome]}: {judged.finding.message}{stacks}"


def _foot(page: Page, assessment: Assessment) -> None:
    page.add()
    for one in _notes(assessment):
        page.add(one, code=DIM)


def _notes(assessment: Assessment) -> Iterator[str]:
    counted = f"{assessment.files:,} files, stacks: {len(assessment.stacks):,}"
    yield f"{counted}, criteria {assessment.criteria_set}."
    for skipped in assessment.unreadable[:5]:
        yield f"Not read: {skipped.path}: {skipped.reason}"
    if len(assessment.unreadable) > 5:
        yield f"Not read: {len(assessment.unreadable) - 5} more files"
