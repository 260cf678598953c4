"""The checks of the very commit that is released went well."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from msgspec import Meta

from maturity.core.drift.quiet import Rule
from releases.core.facts.commit import Check, CommitOnHost
from releases.core.facts.reports import About, Report, Reports
from releases.core.gate import Evidence, Gate, Params, Result, World, failed, passed, unknown
from releases.core.gates._commit import not_told
from releases.core.telling import few, line, short, shown

Globs = Annotated[tuple[Annotated[str, Meta(min_length=1, max_length=300)], ...], Meta(max_length=50)]
HOW = "have CI send a report about checks for this commit"


class Settings(Params, frozen=True, forbid_unknown_fields=True):
    """Globs over the names of checks.

    required  each must have gone well. ignore: these do not count, such as the job that deploys
    """

    required: Globs = ()
    ignore: Globs = ()


def judge(world: World, params: Settings, now: datetime) -> Result:
    """What the host says; of CI that writes no checks there, what it sent itself."""
    host, reports = world.get(CommitOnHost), world.get(Reports)
    told = reports.about(About.CHECKS) if reports else ()
    checks = [one for one in host.checks if not _is(one, params.ignore) and not one.optional] if host else []
    if host is not None and checks:
        return _of_host(host, checks, params, told)
    if told:
        return _of_reports(told)
    if host is not None and host.looked_at is not None:
        return unknown(f"no check ran on {short(host.commit)}, as far as its host knows", HOW)
    return not_told(host, otherwise=HOW)


def _of_host(host: CommitOnHost, checks: Sequence[Check], params: Settings, told: Sequence[Report]) -> Result:
    commit = short(host.commit)
    bad = [one for one in checks if one.outcome == "failure"]
    sent = [one for one in told if one.ok is False or one.errors]
    if bad or sent:
        names = few([one.name for one in bad] + [one.tool or "CI" for one in sent])
        reason = f"{len(bad) + len(sent)} of {len(checks) + len(told)} checks of {commit} failed: {names}"
        return failed(reason, *_links(bad), checks=len(checks), failed=len(bad) + len(sent))
    running = [one for one in checks if one.outcome == "pending"]
    if running:
        names = few([one.name for one in running])
        reason = f"{len(running)} of {len(checks)} checks of {commit} are not over: {names}"
        return unknown(
            reason, "wait until they are over, or leave out the job that deploys", *_links(running)
        )
    if not host.whole:
        return unknown(f"{commit} has more checks than are read", HOW)
    good = [one for one in checks if one.outcome == "success"]
    lacking = [glob for glob in params.required if not any(_is(one, (glob,)) for one in good)]
    if lacking or not good:
        reason = f"{len(good)} of {len(checks)} checks of {commit} went well, and these did not run: "
        return unknown(f"{reason}{few(lacking) or 'any'}", "run them in CI for this commit", *_links(checks))
    reason = f"{len(good)} of {len(checks)} checks of {commit} went well, and the others were skipped"
    return passed(reason, *_links(good), checks=len(checks), failed=0)


def _of_reports(told: Sequence[Report]) -> Result:
    bad = [one for one in told if one.ok is False or one.errors]
    links = shown(Evidence(line(one.tool or "CI"), url=one.url) for one in bad or told)
    names = few([one.tool or "CI" for one in bad or told])
    if bad:
        return failed(f"{len(bad)} of {len(told)} reports of CI say that checks failed: {names}", *links)
    return passed(f"CI says that the checks of this commit went well: {names}", *links)


def _is(check: Check, globs: Sequence[str]) -> bool:
    return any(Rule(glob).covers(check.name) for glob in globs)


def _links(checks: Sequence[Check]) -> tuple[Evidence, ...]:
    return shown(Evidence(f"{line(one.name)}: {one.outcome}", url=one.url) for one in checks)


GATE = Gate(
    key="ci_green",
    title="CI is green on this commit",
    about="Tests that went well on another commit say nothing of this one.",
    needs=(CommitOnHost, Reports),
    params=Settings,
    judge=judge,
)
