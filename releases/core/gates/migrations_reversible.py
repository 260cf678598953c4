"""A release can be taken back with its migrations, or without touching them."""

from __future__ import annotations

from datetime import datetime

from releases.core.facts.code import CodeSeen
from releases.core.gate import Evidence, Gate, Params, Result, World, failed, passed, unknown
from releases.core.gates._code import Read, links, migrations_in, names
from releases.core.migration import Migration, Way
from releases.core.undoing import Undo

LOST = (Undo.LOSSY, Undo.NO_WAY)


class Settings(Params, frozen=True, forbid_unknown_fields=True):
    """down: a way down is asked for even where the version before runs on the new schema (R2)."""

    down: bool = False


def judge(world: World, params: Settings, now: datetime) -> Result:
    found = migrations_in(world)
    if isinstance(found, Result):
        return found
    every = found.code.migrations
    lost = [one for one in every if one.undo in LOST or (params.down and one.way is Way.NONE)]
    unclear = [one for one in every if one.undo is Undo.NOT_KNOWN]
    if lost:
        reason = f"{len(lost)} of {len(every)} new migrations cannot be undone (R0): {names(lost)}"
        return failed(reason, *_why(found, lost), **_counted(every))
    if unclear:
        reason = f"{len(unclear)} of {len(every)} new migrations are made of code: {names(unclear)}"
        return unknown(reason, "read them, and waive this item with what you found", *_why(found, unclear))
    counts = _counted(every)
    reason = f"{counts['R2']} of {len(every)} need no way down (R2), {counts['R1']} have one (R1)"
    soft = sum(bool(one.soft) for one in every)
    aside = f"; {soft} do nothing on their way back, or overwrote rows" if soft else ""
    return passed(f"{reason}{aside}", *_soft(found, every), **counts)


def _counted(every: tuple[Migration, ...]) -> dict[str, int]:
    kinds = [one.undo for one in every]
    return {
        "migrations": len(kinds), "R2": kinds.count(Undo.STAYS), "R1": kinds.count(Undo.DOWN),
        "R0": sum(one in LOST for one in kinds),
    }  # fmt: skip


def _why(found: Read, told: list[Migration]) -> tuple[Evidence, ...]:
    return links(found.seen, [(one, one.why) for one in told])


def _soft(found: Read, every: tuple[Migration, ...]) -> tuple[Evidence, ...]:
    return links(found.seen, [(one, one.soft) for one in every])


GATE = Gate(
    key="migrations_reversible",
    title="Every new migration can be undone",
    about="One that cannot ends the way back for everything deployed with it.",
    needs=(CodeSeen,),
    params=Settings,
    judge=judge,
)
