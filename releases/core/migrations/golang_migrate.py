"""golang-migrate: 0042_sessions.up.sql, and 0042_sessions.down.sql beside it."""

from __future__ import annotations

import re

from releases.core.migration import Found, Migration, Tool
from releases.core.migrations import _sql

PLACE = re.compile(r"(?:^|/)[\w.-]+\.up\.sql$")


def read(path: str, text: str, down: str | None) -> Migration:
    found = Found()
    _sql.judge(text, found)
    _sql.judge_way_back(
        down, text, found, missing="there is no .down.sql beside it",
        empty="its .down.sql does nothing, and succeeds",
    )  # fmt: skip
    return found.migration(path, "golang-migrate")


TOOL = Tool(
    name="golang-migrate", wants=lambda path: bool(PLACE.search(path)), read=read,
    down=lambda path: path.removesuffix(".up.sql") + ".down.sql",
)  # fmt: skip
