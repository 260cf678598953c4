"""Two versions share one database while it rolls."""

from __future__ import annotations

from datetime import datetime

from releases.core.facts.code import CodeSeen
from releases.core.facts.reports import About, Reports
from releases.core.gate import Gate, Params, Result, World, failed, passed, unknown
from releases.core.gates._code import Read, links, migrations_in, names
from releases.core.telling import line


class Settings(Params, frozen=True, forbid_unknown_fields=True):
    """code: what code of migrations does (RunPython, AlterField …) is taken for harmless."""

    code: bool = False


def judge(world: World, params: Settings, now: datetime) -> Result:
    found = migrations_in(world)
    if isinstance(found, Result):
        return found
    every = found.code.migrations
    breaking = [one for one in every if one.breaks]
    if breaking:
        first = line(breaking[0].breaks[0].text)
        reason = (
            f"{len(breaking)} of {len(every)} new migrations break what runs: {names(breaking)} ({first})"
        )
        told = links(found.seen, [(one, one.breaks) for one in breaking])
        return failed(reason, *told, migrations=len(every), breaking=len(breaking))
    opaque = [one for one in every if one.opaque]
    if opaque and not params.code and not _vouched(world):
        return _opaque(found)
    aside = f"; {len(opaque)} hold code that was not judged" if opaque else ""
    reason = f"the version before runs on the schema of {len(every)} new migrations{aside}"
    return passed(reason, *links(found.seen, [(one, one.opaque) for one in opaque]), migrations=len(every))


def _opaque(found: Read) -> Result:
    every = found.code.migrations
    opaque = [one for one in every if one.opaque]
    reason = (
        f"what {len(opaque)} of {len(every)} new migrations do to the schema cannot be told: {names(opaque)}"
    )
    what = "have CI send what a linter says (about migrations), or read them and waive this item"
    return unknown(reason, what, *links(found.seen, [(one, one.opaque) for one in opaque]))


def _vouched(world: World) -> bool:
    """A linter of migrations looked at this commit, and found nothing."""
    reports = world.get(Reports)
    told = reports.about(About.MIGRATIONS) if reports else ()
    return bool(told) and all(one.complete and one.ok is not False and not one.errors for one in told)


GATE = Gate(
    key="migrations_compatible",
    title="The old code runs on the new schema",
    about="While it rolls, and after rolling back, the old code meets the new tables.",
    needs=(CodeSeen, Reports),
    params=Settings,
    judge=judge,
)
