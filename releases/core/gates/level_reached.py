"""Infrastructure that is not in hand is not released on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from releases.core.facts.level import Levels, RepositoryLevel
from releases.core.gate import Evidence, Gate, Params, Result, World, failed, not_applicable, passed, unknown
from releases.core.telling import few, line, shown, since

NO_LEVEL = ("module-library", "tool", "none")


class Settings(Params, frozen=True, forbid_unknown_fields=True):
    """level: the verified one that every repository must have. days: how old a scan may be."""

    level: Annotated[int, Meta(ge=0, le=5)] = 3
    days: Annotated[int, Meta(ge=1, le=365)] = 7


def judge(world: World, params: Settings, now: datetime) -> Result:
    found = world.get(Levels)
    if found is None or not found.repositories:
        return unknown(
            "the application has no repository, and no stack of another is named",
            "choose the repository of the application, or name the stacks that it touches",
        )
    scored = [one for one in found.repositories if one.kind not in NO_LEVEL]
    if not scored:
        names = few([one.name for one in found.repositories])
        return not_applicable(f"none of {len(found.repositories)} repositories gets a level: {names}")
    low = [one for one in scored if one.level is not None and one.level < params.level]
    if low:
        return _low(low, scored, params)
    oldest = now - timedelta(days=params.days)
    unseen = [one for one in scored if one.level is None or one.scanned_at is None or one.scanned_at < oldest]
    if unseen:
        return _unseen(unseen, scored, params)
    level = min(one.level for one in scored if one.level is not None)
    scans = [one.scanned_at for one in scored if one.scanned_at]
    of, age = len(scored), since(min(scans), now)
    reason = f"{of} of {of} repositories have level {params.level} or more; the oldest scan is {age} old"
    return passed(reason, *shown(map(_evidence, scored)), level=level, asked=params.level)


def _low(low: Sequence[RepositoryLevel], scored: Sequence[RepositoryLevel], params: Settings) -> Result:
    """What may be there counts for nothing: unknown answers are not met."""
    levels = few([f"{line(one.name)} {one.level}" for one in low])
    reason = f"{len(low)} of {len(scored)} repositories are below level {params.level}: {levels}"
    least = min(one.level for one in low if one.level is not None)
    return failed(reason, *shown(map(_lacking, low)), level=least, asked=params.level)


def _unseen(unseen: Sequence[RepositoryLevel], scored: Sequence[RepositoryLevel], params: Settings) -> Result:
    names = few([one.name for one in unseen])
    reason = (
        f"{len(unseen)} of {len(scored)} repositories were not scanned within {params.days} days: {names}"
    )
    broken = next((one for one in unseen if one.error), None)
    answer = "scan them on their pages"
    if broken:
        answer = f"repair the scan of {line(broken.name)}: {line(broken.error, 200)}"
    return unknown(reason, answer, *shown(map(_evidence, unseen)))


def _evidence(one: RepositoryLevel) -> Evidence:
    name = line(one.name)
    if one.level is None:
        return Evidence(name, url=one.url, commit=one.commit)
    return Evidence(f"{name}: level {one.level}", url=one.url, commit=one.commit)


def _lacking(one: RepositoryLevel) -> Evidence:
    """With what the next level asks for first."""
    told = _evidence(one)
    return replace(told, text=f"{told.text}: {line(one.blocker, 200)}") if one.blocker else told


GATE = Gate(
    key="level_reached",
    title="The maturity level that is asked for",
    about="Below it, nobody reviews a plan before the merge, or nothing applies it the same way twice.",
    needs=(Levels,),
    params=Settings,
    judge=judge,
)
