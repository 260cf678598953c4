"""Where something was seen."""

from __future__ import annotations

from msgspec import Struct

SNIPPET_LIMIT = 160


class Source(Struct, frozen=True, order=True, gc=False):
    """One line of one file of the scanned commit.

    `line` counts from 1. `snippet` is filled in once, for the evidence that is shown.
    """

    path: str
    line: int = 1
    snippet: str = ""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"
