"""Prod gets what Stage has borne for a while."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from msgspec import Meta

from releases.core.facts.stage import Deployed, StageDeployments
from releases.core.gate import Evidence, Gate, Params, Result, World, failed, passed
from releases.core.gates._stage import never_there
from releases.core.soaking import Soak, is_of, soaked
from releases.core.telling import line, span


class Settings(Params, frozen=True, forbid_unknown_fields=True):
    """hours: at a stretch. still: it has to serve there now."""

    hours: Annotated[int, Meta(ge=0, le=2_160)] = 24
    still: bool = False


def judge(world: World, params: Settings, now: datetime) -> Result:
    found = world.get(StageDeployments)
    if found is None or not found.deployments:
        return never_there(found)
    soak = soaked(found.deployments, found.version, found.artifact, now)
    if soak is None:
        return never_there(found)
    ours = [one for one in found.deployments if is_of(one, found.version, found.artifact)]
    links = [_evidence(one) for one in ours[:3]]
    reason = f"{_served(soak, found.version, found.environment)}, and {params.hours} h are asked for"
    numbers = {"hours": round(soak.time / timedelta(hours=1), 1), "asked": params.hours}
    if soak.time < timedelta(hours=params.hours):
        return failed(reason, *links, **numbers)
    if params.still and soak.until is not None:
        return failed(
            f"{_served(soak, found.version, found.environment)}, and it has to be there still", *links
        )
    return passed(reason, *links, **numbers)


def _served(soak: Soak, version: str, environment: str) -> str:
    name, time = line(version), span(soak.time)
    if soak.until is None:
        return f"{name} has served {environment} for {time}"
    return f"{name} served {environment} for {time}, until {line(soak.after)} came"


def _evidence(one: Deployed) -> Evidence:
    return Evidence(f"{line(one.version)}: deployment {one.result}", url=one.url)


GATE = Gate(
    key="stage_soak",
    title="Long enough on Stage",
    about="Leaks, night jobs and caches that run full show after hours, not after minutes.",
    needs=(StageDeployments,),
    params=Settings,
    judge=judge,
)
