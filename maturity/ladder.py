"""The ladder as the repository page shows it: rungs, and on each the answers of its criteria."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from msgspec import Struct

from maturity import links, words
from maturity.core.criterion import Effort, Gate, Lifecycle, Outcome
from maturity.core.scoring import REACHED
from maturity.models import Finding, Repository
from maturity.words.engine import said

EVIDENCE_SHOWN = 3
STACKS_SHOWN = 60


class Place(Struct, frozen=True):
    """One line of evidence, or with line 0 a file. `url` is "" where the host is not known."""

    path: str
    line: int
    snippet: str
    url: str


class StackAnswer(Struct, frozen=True):
    stack: str
    outcome: str
    message: str
    places: tuple[Place, ...]


class Fix(Struct, frozen=True):
    """`new_file` opens the host's form for a new file, or is ""."""

    summary: str
    path: str
    content: str
    new_file: str


class Answer(Struct, frozen=True, kw_only=True):
    """One criterion on the page. `stacks` are those that do not meet it first."""

    id: str
    level: int
    question: str
    why: str
    gate: str
    trial: bool
    effort: str
    outcome: str
    message: str
    strength: int | None
    places: tuple[Place, ...]
    more_places: tuple[Place, ...]
    looked_at: tuple[str, ...]
    met: int
    of: int
    stacks: tuple[StackAnswer, ...]
    more_stacks: int
    fix: Fix | None

    @property
    def required(self) -> bool:
        return self.gate == Gate.REQUIRED and not self.trial

    @property
    def open(self) -> bool:
        return self.outcome not in REACHED


class Stage(StrEnum):
    REACHED = "reached"
    NEXT = "next"
    LATER = "later"


class RungView(Struct, frozen=True):
    """`required` decide whether the level holds, `others` do not. Without a level all are in `required`."""

    level: int
    name: words.Words
    means: words.Words
    stage: Stage
    required: tuple[Answer, ...]
    others: tuple[Answer, ...]

    @property
    def summary(self) -> str:
        """ "2 not met, 1 unknown" for the next rung, "1 of 4 met" for a later one."""
        if self.stage is Stage.LATER:
            met = sum(not answer.open for answer in self.required)
            return _("%(met)d of %(all)d met") % {"met": met, "all": len(self.required)}
        refused = sum(answer.outcome == Outcome.NOT_MET for answer in self.required)
        unclear = sum(answer.open for answer in self.required) - refused
        parts = [_("%(n)d not met") % {"n": refused}] if refused else []
        return words.listed([*parts, _("%(n)d unknown") % {"n": unclear}] if unclear else parts)

    @property
    def others_summary(self) -> str:
        asked = [answer for answer in self.others if answer.outcome != Outcome.NOT_APPLICABLE]
        met = sum(not answer.open for answer in asked)
        return _("%(met)d of %(all)d met") % {"met": met, "all": len(asked)}

    @property
    def waived(self) -> str:
        count = sum(answer.outcome == Outcome.WAIVED for answer in self.required)
        return ngettext("%(n)d waived", "%(n)d waived", count) % {"n": count} if count else ""


def answers(repository: Repository, sha: str, findings: Iterable[Finding]) -> list[Answer]:
    """Everything asked about this commit, required first. A criterion retired since keeps its answer."""
    order = list(Gate)
    ranked = sorted(findings, key=lambda one: (one.level, order.index(Gate(one.gate)), one.criterion))
    return [_answer(repository, sha, finding) for finding in ranked]


def _answer(repository: Repository, sha: str, finding: Finding) -> Answer:
    criterion = words.catalogue().get(finding.criterion)
    places = _places(repository, sha, finding.evidence)
    stacks = sorted(finding.stacks, key=lambda one: (one["outcome"] in REACHED, one["stack"]))
    return Answer(
        id=finding.criterion,
        level=finding.level,
        question=said(criterion.question) if criterion else finding.criterion.replace("_", " "),
        why=said(criterion.why) if criterion else "",
        gate=finding.gate,
        trial=criterion is not None and criterion.lifecycle is not Lifecycle.STABLE,
        effort=criterion.effort if criterion else "",
        outcome=finding.outcome,
        message=said(finding.message),
        strength=finding.strength,
        places=places[:EVIDENCE_SHOWN],
        more_places=places[EVIDENCE_SHOWN:],
        looked_at=tuple(map(said, finding.looked_at)),
        met=finding.met,
        of=finding.of,
        stacks=tuple(_stack(repository, sha, one) for one in stacks[:STACKS_SHOWN]),
        more_stacks=max(len(stacks) - STACKS_SHOWN, 0),
        fix=_fix(repository, finding.fix),
    )


def _places(repository: Repository, sha: str, evidence: Sequence[dict[str, Any]]) -> tuple[Place, ...]:
    return tuple(_place(repository, sha, one) for one in evidence if one.get("path"))


def _place(repository: Repository, sha: str, one: dict[str, Any]) -> Place:
    path, line = one["path"], one["line"]
    return Place(path, line, one.get("snippet", ""), repository.permalink(sha, path, line))


def _stack(repository: Repository, sha: str, one: dict[str, Any]) -> StackAnswer:
    places = _places(repository, sha, one.get("evidence", [])[:EVIDENCE_SHOWN])
    return StackAnswer(one["stack"], one["outcome"], one["message"], places)


def _fix(repository: Repository, fix: dict[str, Any] | None) -> Fix | None:
    if not fix or not fix.get("summary"):
        return None
    path, content = fix.get("path", ""), fix.get("content", "")
    new_file = "" if fix.get("exists") else links.new_file(repository, path, content)
    return Fix(fix["summary"], path, content, new_file)


def applying(given: Sequence[Answer]) -> list[Answer]:
    return [answer for answer in given if answer.outcome != Outcome.NOT_APPLICABLE]


def rungs(level: int | None, given: Sequence[Answer]) -> list[RungView]:
    """Level 1 to 5 from the verified level's point of view. Without a level, only what applies."""
    every = [
        _rung(rung, level, [one for one in given if one.level == rung.level]) for rung in words.RUNGS[1:]
    ]
    return every if level is not None else [rung for rung in every if rung.required]


def _rung(rung: words.Rung, level: int | None, given: Sequence[Answer]) -> RungView:
    deciding = [answer for answer in given if answer.required or level is None]
    others = [answer for answer in given if answer not in deciding]
    stage = Stage.LATER if level is None else _stage(rung.level, level)
    return RungView(rung.level, rung.name, rung.means, stage, tuple(deciding), tuple(others))


def _stage(rung: int, level: int) -> Stage:
    if rung <= level:
        return Stage.REACHED
    return Stage.NEXT if rung == level + 1 else Stage.LATER


def next_step(level: int | None, given: Sequence[Answer]) -> Answer | None:
    """The one thing to do: a refusal on the next rung before an unknown, and the least work first."""
    efforts = list(Effort)
    able = [answer for answer in given if answer.open and answer.fix]
    if level is not None and level < len(words.RUNGS) - 1:
        able = [answer for answer in able if answer.required and answer.level == level + 1]

    def rank(answer: Answer) -> tuple[bool, bool, int, int, str]:
        effort = efforts.index(Effort(answer.effort)) if answer.effort else len(efforts)
        return not answer.required, answer.outcome != Outcome.NOT_MET, effort, answer.level, answer.id

    return min(able, key=rank, default=None)
