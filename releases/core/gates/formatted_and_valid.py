"""The infrastructure code of this commit is formatted and valid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta

from releases.core.facts.plans import Plans
from releases.core.facts.reports import About, Report, Reports
from releases.core.gate import Evidence, Gate, Outcome, Params, Result, World, failed, passed, unknown
from releases.core.gates._reports import missing
from releases.core.telling import few, line, short, shown


class Settings(Params, frozen=True, forbid_unknown_fields=True):
    """kinds: what is asked for."""

    kinds: Annotated[tuple[Literal["format", "validate"], ...], Meta(min_length=1, max_length=2)] = (
        "format", "validate",
    )  # fmt: skip


def judge(world: World, params: Settings, now: datetime) -> Result:
    found = [_answered(About(kind), world) for kind in dict.fromkeys(params.kinds)]
    for outcome in (Outcome.FAILED, Outcome.UNKNOWN):
        for one in found:
            if one.outcome is outcome:
                return one
    if len(found) == 1:
        return found[0]
    links = [link for one in found for link in one.evidence]
    return passed(f"{found[0].reason}; {found[1].reason}", *shown(links))


def _answered(about: About, world: World) -> Result:
    reports = world.get(Reports)
    told = reports.about(about) if reports else ()
    bad = [one for one in told if one.ok is False or one.errors]
    names = few([one.tool or "CI" for one in bad or told])
    if bad:
        return failed(f"{names} says that the code fails {about.value}", *_links(bad))
    if any(one.complete for one in told):
        return passed(f"{names} says that the code passes {about.value}", *_links(told))
    if told:
        reason = f"{names} did not come to an end"
        return unknown(reason, "run it again in CI and send its report", *_links(told))
    planned = _planned(world) if about is About.VALIDATE else None
    return planned or missing(reports, about)


def _planned(world: World) -> Result | None:
    """Terraform validates before it plans: a plan of every stack says it too."""
    plans = world.get(Plans)
    if plans is None or not plans.stacks or not plans.commit:
        return None
    if any(one.newest is None or one.failed for one in plans.stacks):
        return None
    links = [Evidence(line(one.stack), url=one.newest.url) for one in plans.stacks if one.newest]
    return passed(
        f"{len(links)} of {len(links)} stacks were planned at {short(plans.commit)}, so they are valid",
        *shown(links),
    )


def _links(reports: Sequence[Report]) -> tuple[Evidence, ...]:
    return shown(Evidence(line(one.tool or one.about.value), url=one.url) for one in reports)


GATE = Gate(
    key="formatted_and_valid",
    title="The infrastructure code is formatted and valid",
    about="Changes of layout hide the change that matters, and what is not valid fails in an apply.",
    needs=(Reports, Plans),
    params=Settings,
    judge=judge,
)
