"""Atlantis: "Ran Plan for dir: `live/prod` workspace: `default`", one project or many to a comment."""

from __future__ import annotations

import re

from maturity.core.pulls.seen import Comment, Said, State
from maturity.core.pulls.words import Result, parts, result, told

_PLACE = (
    r"(?:(?:project|proyecto): `(?P<name>[^`\n]{1,300})` )?"
    r"(?:dir|directorio): `(?P<directory>[^`\n]{0,1000})` "
    r"(?:workspace|espacio de trabajo): `(?P<workspace>[^`\n]{0,100})`"
)
_RAN = re.compile(r"\A\s{0,20}(?:Ran|Se ejecutó) (?:Plan|Apply) (?:for|para) (?P<what>[^\n]{1,1500})")
_ONE = re.compile(_PLACE)
_LISTED = re.compile(r"^1\. " + _PLACE, re.M)
_SECTION = re.compile(r"^### \d{1,4}\. " + _PLACE, re.M)
_FAILED = re.compile(r"^\*\*(?:Plan|Apply) (?:Error|Failed|falló)\*\*", re.M)
_SUMMED_UP = re.compile(r"^### (?:Plan Summary|Resumen del plan)$", re.M)


def read(comment: Comment) -> list[Said] | None:
    body = comment.body
    ran = _RAN.match(body)
    if not ran:
        return None
    one = _ONE.match(ran["what"])
    if one:
        return [_said(one, body[ran.end() :])]
    return [*_hidden(body), *(_said(place, text) for place, text in parts(_SECTION, body))]


def _hidden(body: str) -> list[Said]:
    """Projects that are only listed have no changes, when Atlantis is told to hide those. A comment without
    its end was split, and says nothing of them."""
    if not _SUMMED_UP.search(body):
        return []
    return [_made(listed, Result(State.UNCHANGED, 0, 0, 0)) for listed in _LISTED.finditer(body)]


def _said(place: re.Match[str], text: str) -> Said:
    return _made(place, Result(State.ERRORED) if _FAILED.search(text) else result(text))


def _made(place: re.Match[str], found: Result | None) -> Said:
    return told(
        found, tool="atlantis", name=place["name"] or "", directory=place["directory"],
        workspace=place["workspace"],
    )  # fmt: skip
