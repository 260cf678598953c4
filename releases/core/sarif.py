"""SARIF 2.1.0, as linters and security scanners write it: how much they found, and the worst of it.

Foreign and large: what counts is read, and everything else is passed over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from releases.core.telling import line

MAX_BYTES = 16 << 20
MAX_RUNS = 50
MAX_RESULTS = 200_000
KEPT = 20
LEVELS = ("error", "warning", "note")
CRITICAL, HIGH = 9.0, 7.0  # of security-severity, which scanners add to their rules


class Unreadable(ValueError):
    """No SARIF: one sentence for whoever sent it."""


class Finding(Struct, frozen=True, omit_defaults=True):
    """level: "error", "warning" or "note". line: 0 when it names none."""

    rule: str
    level: str
    text: str = ""
    path: str = ""
    line: int = 0


class Report(Struct, frozen=True, kw_only=True):
    """What all runs in it found. critical and high are counted again among the levels.

    suppressed  findings that somebody set aside in the code: counted nowhere else
    complete    every tool came to its end
    findings    the worst ones
    """

    tool: str
    version: str = ""
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    critical: int = 0
    high: int = 0
    suppressed: int = 0
    complete: bool = True
    findings: tuple[Finding, ...] = ()


def read(data: bytes) -> Report:
    """Raises Unreadable."""
    if len(data) > MAX_BYTES:
        raise Unreadable(f"the report is larger than {MAX_BYTES >> 20} MB")
    try:
        log = _DECODER.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except RecursionError:
        raise Unreadable("the report is nested too deeply") from None
    except msgspec.MsgspecError as wrong:
        raise Unreadable(f"this is no SARIF: {line(str(wrong), 200)}") from None
    if log.runs is None or not log.version.startswith("2."):
        raise Unreadable("this is no SARIF of version 2")
    if len(log.runs) > MAX_RUNS or sum(len(one.results or ()) for one in log.runs) > MAX_RESULTS:
        raise Unreadable(f"the report has more than {MAX_RUNS} runs or {MAX_RESULTS:,} results")
    return _summed(log.runs)


class _Configuration(Struct):
    level: str = "warning"


class _Rule(Struct, rename="camel"):
    id: str = ""
    default_configuration: _Configuration | None = None
    properties: dict[str, Any] | None = None


class _Component(Struct, rename="camel"):
    name: str = ""
    version: str | None = None
    semantic_version: str | None = None
    rules: list[_Rule] | None = None


class _Tool(Struct):
    driver: _Component = msgspec.field(default_factory=_Component)
    extensions: list[_Component] | None = None


class _Reference(Struct):
    id: str | None = None


class _Message(Struct):
    text: str | None = None
    markdown: str | None = None


class _Artifact(Struct):
    uri: str | None = None


class _Region(Struct, rename="camel"):
    start_line: Annotated[int, Meta(ge=0, le=2**31 - 1)] | None = None


class _Physical(Struct, rename="camel"):
    artifact_location: _Artifact | None = None
    region: _Region | None = None


class _Location(Struct, rename="camel"):
    physical_location: _Physical | None = None


class _Suppression(Struct):
    status: str | None = None


class _Result(Struct, rename="camel"):
    rule_id: str | None = None
    rule_index: int = -1
    rule: _Reference | None = None
    level: str | None = None
    kind: str = "fail"
    message: _Message | None = None
    locations: list[_Location] | None = None
    suppressions: list[_Suppression] | None = None
    baseline_state: str | None = None


class _Invocation(Struct, rename="camel"):
    execution_successful: bool = True


class _Run(Struct):
    tool: _Tool = msgspec.field(default_factory=_Tool)
    results: list[_Result] | None = None
    invocations: list[_Invocation] | None = None


class _Log(Struct):
    version: str = ""
    runs: list[_Run] | None = None


_DECODER = msgspec.json.Decoder(_Log)


def _summed(runs: Iterable[_Run]) -> Report:
    counts: Counter[str] = Counter()
    worst: list[tuple[int, Finding]] = []
    tools: dict[str, str] = {}
    complete = True
    for run in runs:
        driver = run.tool.driver
        tools.setdefault(
            line(driver.name, 60) or "?", line(driver.semantic_version or driver.version or "", 30)
        )
        complete = complete and all(one.execution_successful for one in run.invocations or ())
        complete = complete and run.results is not None
        worst += _counted(run, counts)
    worst.sort(key=lambda one: one[0])
    return Report(
        tool=", ".join(tools)[:100], version=next(iter(tools.values()), "") if len(tools) == 1 else "",
        errors=counts["error"], warnings=counts["warning"], notes=counts["note"],
        critical=counts["critical"], high=counts["high"], suppressed=counts["suppressed"],
        complete=complete and bool(tools), findings=tuple(one for _, one in worst[:KEPT]),
    )  # fmt: skip


def _counted(run: _Run, counts: Counter[str]) -> list[tuple[int, Finding]]:
    """The worst of one run, the worst first, and everything in the counts."""
    every = [run.tool.driver, *(run.tool.extensions or ())]
    rules = {rule.id: rule for one in every for rule in one.rules or ()}
    ordered = run.tool.driver.rules or []
    kept: list[list[tuple[int, Finding]]] = [[] for _ in range(len(LEVELS) + 2)]
    for result in run.results or ():
        rule = _rule(result, rules, ordered)
        level = _level(result, rule)
        if level is None:
            counts["suppressed"] += _is_suppressed(result)
            continue
        counts[level] += 1
        rank = 2 + LEVELS.index(level)
        severity = _severity(rule)
        if severity >= HIGH:
            name, rank = ("critical", 0) if severity >= CRITICAL else ("high", 1)
            counts[name] += 1
        if len(kept[rank]) < KEPT:
            kept[rank].append((rank, _finding(result, rule, level)))
    return [one for each in kept for one in each][:KEPT]


def _rule(result: _Result, rules: dict[str, _Rule], ordered: list[_Rule]) -> _Rule:
    name = result.rule_id or (result.rule.id if result.rule else None) or ""
    if not name and 0 <= result.rule_index < len(ordered):
        return ordered[result.rule_index]
    # "CA2101/1" is a part of the rule CA2101.
    return rules.get(name) or rules.get(name.rpartition("/")[0]) or _Rule(id=name)


def _level(result: _Result, rule: _Rule) -> str | None:
    """None for what is no finding: suppressed, gone since the baseline, passed, or switched off."""
    if result.kind != "fail" or result.baseline_state == "absent" or _is_suppressed(result):
        return None
    configured = rule.default_configuration.level if rule.default_configuration else "warning"
    level = result.level or configured
    if level == "none":
        return None
    return level if level in LEVELS else "warning"


def _is_suppressed(result: _Result) -> bool:
    """Where somebody still thinks about it, or said no, it counts."""
    given = result.suppressions or ()
    return bool(given) and all(one.status in (None, "accepted") for one in given)


def _severity(rule: _Rule) -> float:
    try:
        return float((rule.properties or {}).get("security-severity") or 0)
    except (TypeError, ValueError):
        return 0.0


def _finding(result: _Result, rule: _Rule, level: str) -> Finding:
    message = result.message or _Message()
    place = next(_places(result), None)
    uri = place.artifact_location.uri if place and place.artifact_location else ""
    start = place.region.start_line if place and place.region else 0
    return Finding(
        rule=line(rule.id, 100), level=level, text=line(message.text or message.markdown or "", 300),
        path=line(uri or "", 300), line=start or 0,
    )  # fmt: skip


def _places(result: _Result) -> Iterator[_Physical]:
    for one in result.locations or ():
        if one.physical_location:
            yield one.physical_location
