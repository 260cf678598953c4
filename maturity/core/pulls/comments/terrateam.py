"""Terrateam: "## Plans :thumbsup:", then a part for each directory and workspace, or a table of them."""

from __future__ import annotations

import re

from maturity.core.pulls.seen import Comment, Said, State
from maturity.core.pulls.words import Result, parts, result, told

_TITLE = re.compile(r"\A\s{0,20}## (?P<command>Plans|Applies) :")
_PART = re.compile(
    r"^\*\*Dir\*\*: (?P<directory>[^\n]{1,1000})\n\*\*Workspace\*\*: (?P<workspace>[^\n]{1,100})\n"
    r"\*\*Success\*\*: :(?P<success>[a-z_]{1,40}):",
    re.M,
)
_ROW = re.compile(
    r"^\| `(?P<directory>[^`\n]{1,1000})` \| `(?P<workspace>[^`\n]{1,100})` \| (?P<result>[^|\n]{1,60}) \|"
    r"(?: (?P<changes>[^|\n]{1,40}) \|)?",
    re.M,
)
GOOD = frozenset({"thumbsup", "white_check_mark"})


def read(comment: Comment) -> list[Said] | None:
    body = comment.body
    title = _TITLE.match(body)
    if not title:
        return None
    applied = title["command"] == "Applies"
    rows = [_row(row, applied=applied) for row in _ROW.finditer(body)]
    said = [_part(part, text, applied=applied) for part, text in parts(_PART, body)]
    return [*rows, *said]


def _row(row: re.Match[str], *, applied: bool) -> Said:
    if ":x:" in row["result"]:
        return _said(row, Result(State.ERRORED))
    if applied or row["result"].startswith("Applied"):
        return _said(row, Result(State.APPLIED))
    words = row["changes"] or ""
    if words.startswith("No changes"):
        return _said(row, Result(State.UNCHANGED, 0, 0, 0))
    return _said(row, Result(State.CHANGED) if words.startswith("Changes") else None)


def _part(part: re.Match[str], text: str, *, applied: bool) -> Said:
    if part["success"] not in GOOD:
        return _said(part, Result(State.ERRORED))
    return _said(part, Result(State.APPLIED) if applied else result(text))


def _said(place: re.Match[str], found: Result | None) -> Said:
    directory, workspace = place["directory"].strip(), place["workspace"].strip()
    return told(found, tool="terrateam", directory=directory, workspace=workspace)
