"""The assessment as SARIF 2.1.0, for code scanning: what is not met, where, and how to fix it."""

from __future__ import annotations

from typing import Any

import msgspec

from maturity.core.assess import Assessment
from maturity.core.criterion import Criterion, Fix, Gate, Lifecycle, Outcome, all_criteria
from maturity.core.report.words import LEVELS
from maturity.core.scoring import Judged
from maturity.core.source import Source

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_SEVERITY = {Gate.REQUIRED: "error", Gate.RECOMMENDED: "warning", Gate.OPTIONAL: "note"}


def render(assessment: Assessment, version: str = "") -> str:
    return msgspec.json.format(msgspec.json.encode(as_dict(assessment, version)), indent=2).decode() + "\n"


def as_dict(assessment: Assessment, version: str = "") -> dict[str, Any]:
    criteria = all_criteria()
    index = {criterion.id: number for number, criterion in enumerate(criteria)}
    results = [
        _result(one, index[one.criterion], assessment)
        for one in assessment.judged
        if one.outcome is Outcome.NOT_MET and one.gate is not Gate.OPTIONAL
    ]
    driver: dict[str, Any] = {"name": "Rungs", "rules": [_rule(one, assessment) for one in criteria]}
    if version:
        driver["version"] = version
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The top of the repository."}}},
        "properties": {
            "level": assessment.score.level,
            "possibleLevel": assessment.score.possible_level,
            "kind": assessment.kind.name.value,
            "commit": assessment.commit,
            "criteriaSet": assessment.criteria_set,
        },
        "results": results,
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(criterion: Criterion, assessment: Assessment) -> dict[str, Any]:
    fix = assessment.fixes.get(criterion.id)
    return {
        "id": criterion.id,
        "name": "".join(word.capitalize() for word in criterion.id.split("_")),
        "shortDescription": {"text": criterion.question},
        "fullDescription": {"text": criterion.why},
        "help": {"text": _plain(criterion, fix), "markdown": _markdown(criterion, fix)},
        "defaultConfiguration": {
            "level": _SEVERITY[criterion.gate],
            "enabled": criterion.lifecycle is Lifecycle.STABLE,
        },
        "properties": {
            "tags": ["infrastructure", criterion.aspect.lower().replace(" ", "-")],
            "level": criterion.level,
            "effort": criterion.effort.value,
        },
    }


def _plain(criterion: Criterion, fix: Fix | None) -> str:
    return f"{criterion.why} {fix.summary}" if fix else criterion.why


def _markdown(criterion: Criterion, fix: Fix | None) -> str:
    level = f"Level {criterion.level}, {LEVELS[criterion.level]}" if criterion.level else "Release safety"
    text = f"{criterion.why}\n\n*{level} · {criterion.gate.value} · effort {criterion.effort.value}*"
    if fix is None:
        return text
    text += f"\n\n{fix.summary}"
    return f"{text}\n\n```\n{fix.content}```\n" if fix.content else text


def _result(judged: Judged, rule: int, assessment: Assessment) -> dict[str, Any]:
    finding = judged.finding
    text = "\n".join((finding.message, *finding.looked_at))
    sources = (
        finding.evidence or tuple(stack.at for stack in assessment.stacks[:1]) or assessment.kind.evidence[:1]
    )
    return {
        "ruleId": judged.criterion,
        "ruleIndex": rule,
        "level": _SEVERITY[judged.gate],
        "kind": "fail",
        "message": {"text": text},
        "locations": [_location(source) for source in sources[:1] if source.path],
        "relatedLocations": [_location(source) for source in sources[1:] if source.path],
        "partialFingerprints": {"criterion/v1": judged.criterion},
    }


def _uri(path: str) -> str:
    """A path as a relative URI reference: everything but the unreserved characters is escaped."""
    safe = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/"
    return "".join(chr(byte) if byte in safe else f"%{byte:02X}" for byte in path.encode())


def _location(source: Source) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(source.path), "uriBaseId": "SRCROOT"}}
    if source.line:
        place["region"] = {"startLine": source.line}
        if source.snippet:
            place["region"]["snippet"] = {"text": source.snippet}
    return {"physicalLocation": place}
