"""Prisma: migrations/20261123_sessions/migration.sql. A down.sql beside it is its way down."""

from __future__ import annotations

import re

from releases.core.migration import Found, Migration, Tool
from releases.core.migrations import _sql

PLACE = re.compile(r"(?:^|/)migrations/[\w.-]+/migration\.sql$")


def read(path: str, text: str, down: str | None) -> Migration:
    found = Found()
    _sql.judge(text, found)
    _sql.judge_way_back(
        down, text, found, missing="Prisma has no way down, and there is no down.sql beside it",
        empty="its down.sql does nothing, and succeeds",
    )  # fmt: skip
    return found.migration(path, "Prisma")


TOOL = Tool(
    name="Prisma", wants=lambda path: bool(PLACE.search(path)), read=read,
    down=lambda path: path.removesuffix("migration.sql") + "down.sql",
)  # fmt: skip
