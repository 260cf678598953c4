"""What gates about reports of tools say alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

from msgspec import Meta

from maturity.core.drift.quiet import Rule
from releases.core.facts.reports import About, Report, Reports
from releases.core.gate import Evidence, Params, Result, failed, passed, unknown
from releases.core.telling import few, line, short, shown

Most = Annotated[int, Meta(ge=0)] | None


class Limits(Params, frozen=True, forbid_unknown_fields=True):
    """How many findings are allowed, null for any number.

    critical, high  by the severity that security scanners give; they are counted among the levels too
    tools           globs of tools that must have reported
    """

    errors: Most = 0
    warnings: Most = None
    notes: Most = None
    critical: Most = 0
    high: Most = 0
    tools: Annotated[tuple[Annotated[str, Meta(min_length=1, max_length=100)], ...], Meta(max_length=20)] = ()


NAMES = ("critical", "high", "errors", "warnings", "notes")


def within(found: Reports | None, about: About, limits: Limits) -> Result:
    """The reports about something, against what is allowed."""
    reports = found.about(about) if found else ()
    if found is None or not reports:
        return missing(found, about)
    lacking = [glob for glob in limits.tools if not any(Rule(glob).covers(one.tool) for one in reports)]
    counted = {name: sum(getattr(one, name) for one in reports) for name in NAMES}
    over = [name for name in NAMES if _is_over(counted[name], getattr(limits, name))]
    links = shown(_links(reports))
    if over:
        said = ", ".join(f"{name} {counted[name]:,} of {getattr(limits, name):,}" for name in over)
        return failed(f"{_names(reports)} found more than is allowed: {said}", *links, **counted)
    broken = [one for one in reports if not one.complete or (one.ok is False and not _counts(one))]
    if broken:
        reason = f"{_names(broken)} did not come to an end"
        return unknown(reason, "run it again in CI and send its report", *links)
    if lacking:
        reason = f"{len(lacking)} of {len(limits.tools)} tools did not report on this commit: {few(lacking)}"
        return unknown(reason, how(about, found.commit), *links)
    errors, warnings, notes = counted["errors"], counted["warnings"], counted["notes"]
    reason = f"{_names(reports)} found {errors:,} errors, {warnings:,} warnings and {notes:,} notes"
    return passed(reason, *links, **counted)


def missing(found: Reports | None, about: About) -> Result:
    if found is None or not found.commit:
        return unknown(
            "the release names no commit, so no report can be said to be of it",
            "open the release with the commit that it is built from",
        )
    reason = f"no report about {about.value} came for {short(found.commit)}"
    return unknown(reason, how(about, found.commit))


def how(about: About, commit: str) -> str:
    return f"have CI send its report about {about.value} for {short(commit)}"


def _is_over(n: int, most: int | None) -> bool:
    return most is not None and n > most


def _counts(report: Report) -> bool:
    """Linters end with an error when they find something: then it is the findings that count."""
    return bool(report.errors or report.warnings or report.notes)


def _names(reports: Sequence[Report]) -> str:
    return few([one.tool or "a tool" for one in reports])


def _links(reports: Sequence[Report]) -> Iterator[Evidence]:
    for one in reports:
        yield Evidence(line(one.tool or one.about.value), url=one.url)
    for one in reports:
        for each in one.findings:
            where = f"{line(each.path)}:{each.line}" if each.line else line(each.path)
            yield Evidence(
                f"{line(each.level)} {line(each.rule)}: {line(each.text, 200)} {where}", url=each.url
            )
