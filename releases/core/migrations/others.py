"""Tools of which only the way back is known: Liquibase, Laravel, Doctrine, Entity Framework."""

from __future__ import annotations

from maturity.core.readers import migration as reading
from releases.core.migration import Found, Migration, Tool

ENDS = (".php", ".cs", ".xml", ".yaml", ".yml")


def read(path: str, text: str, _down: str | None) -> Migration | None:
    seen = reading.read(path, text.encode())
    if seen is None:
        return None
    found = Found()
    if seen.reversible < seen.total:
        found.add(
            "one_way", f"{seen.total - seen.reversible} of {seen.total} steps have no way back", seen.line
        )
    found.add("opaque", f"what {seen.framework} does to the schema is not read", seen.line)
    return found.migration(path, seen.framework)


TOOL = Tool(
    name="others", wants=lambda path: path.lower().endswith(ENDS) and reading.wants(path), read=read
)  # fmt: skip
