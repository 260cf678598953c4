"""The assessment as JSON: the contract of `scan --format json`."""

from __future__ import annotations

from typing import Any

import msgspec

from maturity.core.assess import Assessment
from maturity.core.criterion import Criterion, Finding, Fix, Outcome, all_criteria
from maturity.core.scoring import Judged
from maturity.core.source import Source

SCHEMA = 1  # raised when a key is taken away or changes its meaning; keys may be added


def render(assessment: Assessment) -> str:
    return msgspec.json.format(msgspec.json.encode(as_dict(assessment)), indent=2).decode() + "\n"


def as_dict(assessment: Assessment) -> dict[str, Any]:
    by_id = {criterion.id: criterion for criterion in all_criteria()}
    return {
        "level": assessment.score.level,
        "possible_level": assessment.score.possible_level,
        "kind": assessment.kind.name.value,
        "practices": assessment.practices,
        "findings": [
            _finding(by_id[one.criterion], one, assessment.fixes.get(one.criterion))
            for one in assessment.judged
        ],
        "criteria_set": assessment.criteria_set,
        "commit": assessment.commit,
        "blockers": list(assessment.score.blockers),
        "kind_why": assessment.kind.why,
        "stacks": [
            {"stack": stack.label, "directory": stack.directory, "tool": stack.tool,
             "environment": stack.environment, "at": _source(stack.at)}
            for stack in assessment.stacks
        ],
        "files": assessment.files,
        "unreadable": [{"path": one.path, "reason": one.reason} for one in assessment.unreadable],
        "schema": SCHEMA,
    }  # fmt: skip


def _finding(criterion: Criterion, judged: Judged, fix: Fix | None) -> dict[str, Any]:
    return {
        "id": criterion.id, "level": criterion.level, "gate": criterion.gate.value,
        "aspect": criterion.aspect,
        "practice": criterion.practice or None, "lifecycle": criterion.lifecycle.value,
        "question": criterion.question, "why": criterion.why, "effort": criterion.effort.value,
        **_answer(judged.finding), "looked_at": list(judged.finding.looked_at),
        "strength": None if judged.finding.strength is None else judged.finding.strength.name.lower(),
        "met": judged.met, "of": judged.of,
        "stacks": [{"stack": each.stack, **_answer(each.finding)} for each in judged.stacks],
        "fix": None if fix is None else {"summary": fix.summary, "path": fix.path, "content": fix.content},
    }  # fmt: skip


def _answer(finding: Finding) -> dict[str, Any]:
    return {
        "outcome": Outcome(finding.outcome).value,
        "message": finding.message,
        "evidence": [_source(source) for source in finding.evidence],
    }


def _source(source: Source) -> dict[str, Any]:
    return {"path": source.path, "line": source.line or None, "snippet": source.snippet}
