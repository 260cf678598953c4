"""Flyway: V2__sessions.sql, U2__sessions.sql to take it back, R__views.sql again whenever it changes."""

from __future__ import annotations

import re

from releases.core.migration import Found, Migration, Tool
from releases.core.migrations import _sql

NAME = re.compile(r"(?:^|/)(?:V\d[\w.]*?|R)__[^/]+\.sql$")
REPEATED = re.compile(r"(?:^|/)R__[^/]+\.sql$")


def read(path: str, text: str, down: str | None) -> Migration:
    found = Found()
    _sql.judge(text, found)
    if REPEATED.search(path):
        found.add("soft", "a repeatable migration: the version before brings its own", 0)
    else:
        _sql.judge_way_back(
            down, text, found, missing="there is no undo migration (U…) of it",
            empty="its undo migration does nothing, and succeeds",
        )  # fmt: skip
    return found.migration(path, "Flyway")


def _undo(path: str) -> str:
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}U{name[1:]}" if name.startswith("V") else ""


TOOL = Tool(
    name="Flyway", wants=lambda path: bool(NAME.search(path)), read=read, down=_undo,
    changes=lambda path: bool(REPEATED.search(path)),
)  # fmt: skip
