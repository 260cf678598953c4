"""Where something was seen."""

from __future__ import annotations

from msgspec import Struct

SNIPPET_LIMIT = 160


class Source(Struct, frozen=True, order=True, gc=False):
    """One line of one file of the scanned commit, or the file as a whole.

    `line` counts from 1; 0 is the whole file. `snippet` is filled in once, for the evidence that is shown.
    """

    path: str
    line: int = 0
    snippet: str = ""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path
