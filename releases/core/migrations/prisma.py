"""Prisma: migrations/20261123_sessions/migration.sql. A down.sql beside it is its way down."""

from __future__ import annotations

import re

from releases.core.migration import Found, Migration, Tool
from releases.core.migrations import _sql

PLACE = re.compile(r"(?:^|/)migrations/[\w.-]+/migration\.sql$")


def read(path: str, text: str, down: str | None) -> Migration:
    found = Found()
    _sql.judge(text, found)
    if down is None:
        found.add("one_way", "Prisma has no way down, and there is no down.sql beside it", 0)
    elif _sql.says_nothing(down) and not _sql.says_nothing(text):
        found.add("one_way", "its down.sql does nothing, and succeeds", 0)
    return found.migration(path, "Prisma")


TOOL = Tool(
    name="Prisma", wants=lambda path: bool(PLACE.search(path)), read=read,
    down=lambda path: path.removesuffix("migration.sql") + "down.sql",
)  # fmt: skip
