"""Somebody can say whether the release is good. Rungs reads no metrics itself yet: CI vouches for them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from msgspec import Meta

from releases.core.facts.reports import About, Reports
from releases.core.gate import Evidence, Gate, Params, Result, World, failed, passed, unknown
from releases.core.gates._reports import missing
from releases.core.telling import few, line, shown, since


class Settings(Params, frozen=True, forbid_unknown_fields=True):
    """hours: how old what CI said may be."""

    hours: Annotated[int, Meta(ge=1, le=2_160)] = 24


def judge(world: World, params: Settings, now: datetime) -> Result:
    found = world.get(Reports)
    reports = found.about(About.SLO) if found else ()
    if found is None or not reports:
        return missing(found, About.SLO)
    links = shown(
        Evidence(f"{line(one.tool or 'SLO')}: {since(one.at, now)} ago", url=one.url) for one in reports
    )
    names = few([one.tool or "SLO" for one in reports])
    bad = [one for one in reports if one.ok is False or one.errors]
    if bad:
        told = few([one.tool or "SLO" for one in bad])
        return failed(f"{len(bad)} of {len(reports)} SLOs have no data: {told}", *links)
    fresh = [one for one in reports if one.complete and now - one.at <= timedelta(hours=params.hours)]
    if not fresh:
        reason = f"what CI said about SLOs is older than {params.hours} h, or not complete: {names}"
        return unknown(reason, "have CI look again, and send its report about slo", *links)
    return passed(f"{len(fresh)} SLOs are bound and have data: {names}", *links, slos=len(fresh))


GATE = Gate(
    key="slo_bound",
    title="At least one SLO is bound, and its metrics have data",
    about="Without them nobody can say whether the release is good.",
    needs=(Reports,),
    params=Settings,
    judge=judge,
)
