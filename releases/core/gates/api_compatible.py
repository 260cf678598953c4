"""Who calls the API today can call the new one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from releases.core.facts.code import Code, CodeSeen, Contract
from releases.core.facts.reports import About, Reports
from releases.core.gate import Evidence, Gate, Outcome, Result, World, failed, passed, unknown
from releases.core.gates._code import Read, code_in
from releases.core.gates._reports import Limits, within
from releases.core.telling import few, line, shown


def judge(world: World, params: Limits, now: datetime) -> Result:
    """What oasdiff or buf found counts before our own comparison, which knows less."""
    reports = world.get(Reports)
    if reports and reports.about(About.API):
        return within(reports, About.API, params)
    found = code_in(world)
    if isinstance(found, Result):
        return found
    if not found.code.described and not found.code.contracts:
        what = "have CI send what oasdiff or buf says (about api); one without an API leaves this item out"
        return unknown("the code describes no API that could be compared (OpenAPI)", what)
    return _judge(found, params)


def _judge(found: Read, params: Limits) -> Result:
    seen, code = found
    links = shown(_links(code, seen))
    broken = [one.path for one in code.contracts if one.error]
    gone = [one.path for one in code.contracts if one.gone]
    breaks = sum(len(one.breaks) + one.more for one in code.contracts)
    if gone:
        return failed(f"{len(gone)} descriptions of APIs were removed: {few(gone)}", *links, gone=len(gone))
    if params.errors is not None and breaks > params.errors:
        first = next(note.text for one in code.contracts for note in one.breaks)
        reason = f"{breaks:,} changes break callers of the API: {line(first)}"
        return failed(f"{reason} …" if breaks > 1 else reason, *links, breaks=breaks)
    if broken:
        reason = f"{len(broken)} descriptions of APIs cannot be compared: {few(broken)}"
        return Result(outcome=Outcome.ERROR, reason=reason, evidence=links)
    changed = len(code.contracts)
    reason = f"{changed} of {code.described} descriptions of APIs changed, and nothing in them breaks callers"
    return passed(reason, *links, changed=changed, breaks=breaks)


def _links(code: Code, seen: CodeSeen) -> Iterator[Evidence]:
    for one in code.contracts:
        for text in _texts(one):
            yield Evidence(line(text, 200), path=one.path, commit=seen.base if one.gone else seen.commit)


def _texts(one: Contract) -> list[str]:
    if one.error or one.gone:
        return [one.error or "removed"]
    return [note.text for note in one.breaks] or ["new" if one.new else "changed"]


GATE = Gate(
    key="api_compatible",
    title="No API change that breaks who calls it",
    about="Old clients go on calling while both versions run.",
    needs=(CodeSeen, Reports),
    params=Limits,
    judge=judge,
)
