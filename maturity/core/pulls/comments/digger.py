"""Digger: a table of projects with counts, and "No changes in terraform output for <project>"."""

from __future__ import annotations

import re

from maturity.core.pulls.seen import Comment, Said, State
from maturity.core.pulls.words import MANY

_TABLE = re.compile(
    r"^\| Project \| Status \| (?P<command>Plan|Apply)[^|\n]{0,20}\| \+ \| ~ \| - \| {0,9}$", re.M
)
_NAME = re.compile(r"\*\*([^*]{1,300})\*\*")
_STATUS = re.compile(r">([a-z ]{1,30})</a>")
COLUMNS = 6
_NOTHING = re.compile(r"\A→ No changes in terraform output for (?P<name>[^\n]{1,300})\s{0,20}\Z")


def read(comment: Comment) -> list[Said] | None:
    body = comment.body
    nothing = _NOTHING.match(body)
    if nothing:
        name = nothing["name"].strip()
        return [Said(state=State.UNCHANGED, tool="digger", name=name, add=0, change=0, destroy=0)]
    table = _TABLE.search(body)
    if not table:
        return None
    rows = (line.strip(" |").split("|") for line in body[table.end() :].split("\n"))
    said = (_said(cells, table["command"]) for cells in rows if len(cells) == COLUMNS)
    return [one for one in said if one]


def _said(cells: list[str], command: str) -> Said | None:
    name, status = _NAME.search(cells[0]), _STATUS.search(cells[1])
    counts = [int(cell) for cell in cells[3:] if cell.strip().isascii() and cell.strip().isdigit()]
    if not (name and status and len(counts) == COLUMNS - 3):
        return None
    if status[1] != "succeeded":
        state = State.ERRORED if status[1] == "failed" else State.PENDING
        return Said(state=state, tool="digger", name=name[1].strip())
    state = State.CHANGED if any(counts) else State.UNCHANGED
    if command == "Apply":
        state = State.APPLIED
    add, change, destroy = (min(count, MANY) for count in counts)
    return Said(state=state, tool="digger", name=name[1].strip(), add=add, change=change, destroy=destroy)
