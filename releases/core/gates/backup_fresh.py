"""What a migration drops can be had back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated

from msgspec import Meta

from releases.core.facts.code import CodeSeen
from releases.core.facts.reports import About, Reports
from releases.core.facts.service import Backup, ServiceSeen
from releases.core.gate import Evidence, Gate, Params, Result, World, failed, not_applicable, passed, unknown
from releases.core.migration import Way
from releases.core.telling import few, line, shown, since


class Settings(Params, frozen=True, forbid_unknown_fields=True):
    """hours: how old it may be. restore: minutes that restoring took the last time; null: nobody knows.

    always: also when no new migration loses data
    """

    hours: Annotated[int, Meta(ge=1, le=2_160)] = 24
    restore: Annotated[int, Meta(ge=0, le=100_000)] | None = None
    always: bool = False


def judge(world: World, params: Settings, now: datetime) -> Result:
    if not params.always and _loses_nothing(world.get(CodeSeen)):
        return not_applicable("no new migration loses data")
    backups = _attested(world) or _read(world)
    if isinstance(backups, Result):
        return backups
    known = [one.at for one in backups if one.at is not None]
    links = shown(_evidence(one, now) for one in backups)
    if not known:
        return failed(f"there is no backup of {few([one.database for one in backups])}", *links)
    age = since(max(known), now)
    hours = round((now - max(known)) / timedelta(hours=1), 1)
    if now - max(known) > timedelta(hours=params.hours):
        return failed(f"the newest backup is {age} old, {params.hours} h are allowed", *links, hours=hours)
    if params.restore is None:
        what = "restore it once, and write the minutes it took into this item of the checklist (restore)"
        return unknown(f"the newest backup is {age} old; how long restoring takes nobody said", what, *links)
    reason = f"the newest backup is {age} old, and restoring takes {params.restore:,} min"
    return passed(reason, *links, hours=hours, restore=params.restore)


def _loses_nothing(seen: CodeSeen | None) -> bool:
    if seen is None or seen.code is None:
        return seen is not None and seen.first
    code = seen.code
    sure = not code.more and not code.touched and not any(one.error or one.opaque for one in code.migrations)
    return sure and all(one.way is not Way.LOSSY for one in code.migrations)


def _attested(world: World) -> Sequence[Backup] | None:
    """CI made one for this commit, and said so."""
    reports = world.get(Reports)
    told = [one for one in reports.about(About.BACKUP) if one.ok] if reports else []
    return [Backup(database=one.tool or "CI", kind="told by CI", at=one.at) for one in told] or None


def _read(world: World) -> Sequence[Backup] | Result:
    service = world.get(ServiceSeen)
    live = service.live if service else None
    if live is not None and live.backups is not None:
        return live.backups
    why = (
        next((line(one, 200) for one in live.untold if "database" in one or "snapshot" in one), "")
        if live
        else ""
    )
    what = "name its database on the page of the application, or have CI report a backup (about backup)"
    links = (Evidence("The services of this application", url=service.page),) if service else ()
    return unknown(
        f"when its database was backed up last is not known{f': {why}' if why else ''}", what, *links
    )


def _evidence(one: Backup, now: datetime) -> Evidence:
    when = f"{since(one.at, now)} old" if one.at else "none"
    return Evidence(f"{line(one.database)}: {line(one.kind) or 'backup'}, {when}")


GATE = Gate(
    key="backup_fresh",
    title="There is a fresh backup, and it is known how long restoring takes",
    about="Of data that a migration drops, only a backup is left.",
    needs=(CodeSeen, Reports, ServiceSeen),
    params=Settings,
    judge=judge,
)
