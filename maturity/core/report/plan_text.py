"""A plan for a person at a terminal: what somebody must look at first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from maturity.core.plans import Action, Difference, Finding, Reading, ResourceChange, Role
from maturity.core.report.page import BOLD, CYAN, DIM, GREEN, MAGENTA, RED, YELLOW, Page, printable

MOST_LISTED: Final = 40
MOST_ATTRIBUTES: Final = 8
MOST_WIDE: Final = 36

_FINDINGS: Final = {
    Finding.IN_SYNC: ("in sync", GREEN),
    Finding.DRIFTED: ("drifted", YELLOW),
    Finding.PENDING: ("pending changes", CYAN),
    Finding.DRIFTED_AND_PENDING: ("drifted, and pending changes", YELLOW),
}
_SIGNS: Final = {
    Action.CREATE: ("+", GREEN), Action.UPDATE: ("~", YELLOW), Action.DELETE: ("-", RED),
    Action.REPLACE: ("±", MAGENTA), Action.FORGET: (".", DIM), Action.OTHER: ("?", DIM),
    Action.NO_OP: (" ", DIM), Action.READ: ("<", DIM),
}  # fmt: skip
_WHY: Final = {
    Role.DRIFT: "changed outside; an apply would revert it",
    Role.MIXED: "changed outside, and the code wants something else again",
    Role.INDIRECT: "changed outside; nothing is planned for it, but another change reads it",
}


def render(reading: Reading, *, name: str, width: int = 80, colour: bool = False) -> str:
    page = Page(width, colour=colour)
    _head(page, reading, name)
    pending = [one for one in reading.changes if one.role is Role.PENDING]
    _group(page, "Drifted", [one for one in reading.changes if one.alarming])
    _group(page, "Destroyed or replaced", [one for one in pending if one.destructive])
    _group(page, "Pending", [one for one in pending if not one.destructive])
    _group(
        page, "Changed outside, nothing to do", [one for one in reading.changes if one.role is Role.OBSERVED]
    )
    _foot(page, reading)
    return page.text()


def _head(page: Page, reading: Reading, name: str) -> None:
    if reading.finding is None:
        page.add(f"{name}: errored", code=f"{BOLD};{RED}")
        page.add(reading.error)
        page.add("What follows is only part of the truth.", code=DIM)
    else:
        words, colour = _FINDINGS[reading.finding]
        page.add(f"{name}: {words}", code=f"{BOLD};{colour}")
    page.add()
    counted = reading.counts
    listed = (
        (Action.CREATE, counted.create, "to create"), (Action.UPDATE, counted.update, "to update"),
        (Action.REPLACE, counted.replace, "to replace"), (Action.DELETE, counted.delete, "to destroy"),
        (Action.FORGET, counted.forget, "to forget"),
    )  # fmt: skip
    parts = [
        page.paint(f"{_SIGNS[action][0]} {number:,} {words}", _SIGNS[action][1])
        for action, number, words in listed if number
    ]  # fmt: skip
    parts += [f"{number:,} {words}" for number, words in _further(reading) if number]
    page.lines.append("  " + ("   ".join(parts) or "no changes"))


def _further(reading: Reading) -> Iterator[tuple[int, str]]:
    yield reading.counts.importing, "to import"
    yield reading.counts.move, "to move"
    yield reading.outputs, "output changes" if reading.outputs > 1 else "output change"
    yield reading.deferred, "deferred"


def _group(page: Page, title: str, changes: Sequence[ResourceChange]) -> None:
    if not changes:
        return
    page.title(f"{title} ({len(changes):,})")
    for change in changes[:MOST_LISTED]:
        sign, colour = _SIGNS[change.action]
        if _is_outside(change):
            sign, colour = "!", YELLOW if change.alarming else DIM
        page.marked(sign, colour, " ".join([change.address, *_said(change)]))
        _attributes(page, change)
    if len(changes) > MOST_LISTED:
        page.add(f"and {len(changes) - MOST_LISTED:,} more: --format json lists them", 2, code=DIM)


def _is_outside(change: ResourceChange) -> bool:
    """What is pending is told by what is planned, whatever else changed outside."""
    return change.role is not Role.PENDING


def _said(change: ResourceChange) -> Iterator[str]:
    if change.deposed:
        yield f"(deposed {change.deposed})"
    if change.previous_address:
        yield f"moved from {change.previous_address}"
    if change.importing:
        yield "imported"
    if change.role in _WHY:
        gone = "deleted outside; an apply would make it again"
        yield f"- {gone if change.outside is Action.DELETE else _WHY[change.role]}"
    if change.holds_data and change.destructive:
        yield ": ".join(["- holds data", *filter(None, [", ".join(change.guards)])])


def _attributes(page: Page, change: ResourceChange) -> None:
    shown: tuple[Difference, ...] = change.drift if _is_outside(change) else change.differences
    if change.action in (Action.CREATE, Action.DELETE, Action.FORGET) or change.outside is Action.DELETE:
        return  # everything comes or goes
    for one in shown[:MOST_ATTRIBUTES]:
        forces = "  # forces the replacement" if one.forces else ""
        page.lines.append(" " * 6 + page.paint(f"{printable(one.path)}: {_values(one)}{forces}", DIM))
    if len(shown) > MOST_ATTRIBUTES:
        page.lines.append(" " * 6 + page.paint(f"and {len(shown) - MOST_ATTRIBUTES} more", DIM))


def _values(one: Difference) -> str:
    if one.sensitive:
        return "(sensitive)"
    return f"{_value(one.before)} -> {'(known after apply)' if one.unknown else _value(one.after)}"


def _value(text: str | None) -> str:
    if text is None:
        return "(absent)"
    line = printable(text)
    return line if len(line) <= MOST_WIDE else line[: MOST_WIDE - 1] + "…"


def _foot(page: Page, reading: Reading) -> None:
    if reading.failed_checks:
        page.title(f"Failed checks ({len(reading.failed_checks)})")
        for check in reading.failed_checks:
            page.marked("✗", RED, check)
    tool = f"{reading.tool} {reading.version}".strip()
    planned = f"planned {reading.planned_at}" if reading.planned_at else ""
    about = [f"{reading.resources:,} resources", tool, planned]
    page.add()
    page.add(f"{', '.join(filter(None, about))}.", code=DIM)
    for note in reading.notes:
        page.add(f"Note: {note}.", code=DIM)
