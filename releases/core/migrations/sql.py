"""SQL in folders of migrations: plain, or with the marks of dbmate and goose."""

from __future__ import annotations

import re

from releases.core.migration import Found, Migration, Tool
from releases.core.migrations import _sql

PLACE = re.compile(
    r"(?:^|/)(?:[\w-]*migrations?|migrate)/(?:[\w.-]+/)*[\w.-]+\.sql$|(?:^|/)[\w.-]*migration[\w.-]*\.sql$",
    re.IGNORECASE,
)
OTHERS = re.compile(
    r"\.(?:up|down)\.sql$|(?:^|/)(?:[VU]\d[\w.]*?|R)__[^/]+\.sql$|/(?:migration|down)\.sql$|schema\.sql$"
)
_MARK = re.compile(r"^--[ \t]*(?:\+goose[ \t]+|migrate:)(up|down)\b[^\n]*$", re.IGNORECASE | re.MULTILINE)


def read(path: str, text: str, _down: str | None) -> Migration:
    found = Found()
    marks = {one[1].lower(): one for one in _MARK.finditer(text)}
    up, down = marks.get("up"), marks.get("down")
    if up is None:
        _sql.judge(text, found)
        found.add("one_way", "plain SQL has no way down", 0)
        return found.migration(path, "SQL")
    end = down.start() if down and down.start() > up.start() else len(text)
    _sql.judge(text[up.end() : end], found, text.count("\n", 0, up.end()) + 1)
    if down is None or _sql.says_nothing(text[down.end() :]):
        what = "there is no part for the way down" if down is None else "its way down does nothing"
        found.add("one_way", what, 0)
    return found.migration(path, "goose" if "+goose" in up[0].lower() else "dbmate")


TOOL = Tool(
    name="SQL", wants=lambda path: bool(PLACE.search(path)) and not OTHERS.search(path), read=read
)  # fmt: skip
