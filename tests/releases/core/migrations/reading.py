"""What is read of one migration, in a word: "R2", "R1", "R0", "none" (R0, no way down), "?", or "error".

Behind it: b when what runs breaks, o when something in it cannot be told.
"""

from __future__ import annotations

from releases.core import migration
from releases.core.migration import Migration
from releases.core.undoing import Undo

WORDS = {Undo.STAYS: "R2", Undo.DOWN: "R1", Undo.LOSSY: "R0", Undo.NO_WAY: "none", Undo.NOT_KNOWN: "?"}


def read(path: str, text: str, down: str | None = None) -> Migration:
    found = migration.read(path, text, lambda _path: down)
    assert found is not None
    return found


def said(found: Migration) -> str:
    if found.error:
        return "error"
    marks = "b" * bool(found.breaks) + "o" * bool(found.opaque)
    return f"{WORDS[found.undo]} {marks}".strip()
