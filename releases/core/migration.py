"""Database migrations as their files tell: what brings the schema back, and what the old code cannot bear.

One file of `core/migrations/` for each tool. Files are parsed and never run; what cannot be understood
is said to be so, and is not taken for harmless.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import cache

from msgspec import Struct

from maturity.core import registry
from maturity.core.reader import MISTAKES
from releases.core.telling import line
from releases.core.undoing import Undo

MOST_BYTES = 300_000
MOST_NOTES = 12


class Way(StrEnum):
    """Back. LOSSY: the schema comes back, and the data do not. NOT_KNOWN: it is made of code."""

    DOWN = "down"
    LOSSY = "lossy"
    NONE = "none"
    NOT_KNOWN = "not_known"


class Note(Struct, frozen=True, omit_defaults=True):
    text: str
    line: int = 0


class Migration(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One step.

    why     what makes its way back lossy, or leaves it without one
    breaks  what the code of the version before does not bear: drops, renames, NOT NULL without a default …
    opaque  code or SQL of which nobody can tell what it does to the schema
    soft    a way back that does nothing, or overwrites rows: allowed, and told
    error   why it could not be read
    """

    path: str
    tool: str
    way: Way = Way.DOWN
    why: tuple[Note, ...] = ()
    breaks: tuple[Note, ...] = ()
    opaque: tuple[Note, ...] = ()
    soft: tuple[Note, ...] = ()
    error: str = ""

    @property
    def undo(self) -> Undo:
        """R2: the version before runs on the new schema. R1: a way down. R0: data are lost, or no way."""
        if self.error:
            return Undo.NOT_KNOWN
        if self.way is Way.LOSSY:
            return Undo.LOSSY
        if not self.breaks and not self.opaque:
            return Undo.STAYS
        by_way = {Way.DOWN: Undo.DOWN, Way.NONE: Undo.NO_WAY, Way.NOT_KNOWN: Undo.NOT_KNOWN}
        return by_way[self.way]


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


class Found:
    """What a reader collects, of which so much is kept."""

    def __init__(self) -> None:
        self.lossy: list[Note] = []
        self.one_way: list[Note] = []
        self.breaks: list[Note] = []
        self.opaque: list[Note] = []
        self.soft: list[Note] = []
        self.unclear: list[Note] = []

    def drop(self, text: str, at: int) -> None:
        """Old code misses it, and its data are gone."""
        self.breaks.append(Note(line(text), at))
        self.lossy.append(Note(line(text), at))

    def add(self, kind: str, text: str, at: int) -> None:
        """kind: the name of one of the lists."""
        notes: list[Note] = getattr(self, kind)
        notes.append(Note(line(text), at))

    def migration(self, path: str, tool: str) -> Migration:
        """A way back that is not there outweighs one that loses data: R0 both."""
        kinds = ((Way.NONE, self.one_way), (Way.LOSSY, self.lossy), (Way.NOT_KNOWN, self.unclear))
        way, why = next(((way, notes) for way, notes in kinds if notes), (Way.DOWN, []))
        if way is Way.NONE and self.lossy:
            way, why = Way.LOSSY, [*self.lossy, *why]
        return Migration(
            path=path, tool=tool, way=way, why=_some(why), breaks=_some(self.breaks),
            opaque=_some(self.opaque), soft=_some(self.soft),
        )  # fmt: skip


def _some(notes: list[Note]) -> tuple[Note, ...]:
    return tuple(sorted(dict.fromkeys(notes), key=lambda one: one.line))[:MOST_NOTES]


class Tool(Struct, frozen=True, kw_only=True):
    """`TOOL` of its file.

    wants    by its path it may be one of this tool
    down     the path of the file that brings it back, where that is another one; "" for none
    read     (path, text, text of that file) -> what it does; None when it is no migration of this tool.
             Raises SyntaxError or ValueError for what cannot be parsed
    changes  a file that was changed after it was applied is applied again, and that is meant
    """

    name: str
    wants: Callable[[str], bool]
    read: Callable[[str, str, str | None], Migration | None]
    down: Callable[[str], str] = lambda _path: ""
    changes: Callable[[str], bool] = lambda _path: False


@cache
def all_tools() -> tuple[Tool, ...]:
    """In order of their files."""
    return tuple(registry.load("releases.core.migrations", "TOOL"))


def tools_for(path: str) -> tuple[Tool, ...]:
    return tuple(tool for tool in all_tools() if tool.wants(path))


def read(path: str, text: str, down: Callable[[str], str | None]) -> Migration | None:
    """What a file does; None for what is no migration. down: the text of another file of the commit."""
    for tool in tools_for(path):
        if len(text) > MOST_BYTES:
            return Migration(path=path, tool=tool.name, error=f"it has more than {MOST_BYTES:,} characters")
        other = tool.down(path)
        try:
            found = tool.read(path, text, down(other) if other else None)
        except (SyntaxError, *MISTAKES) as wrong:
            return Migration(path=path, tool=tool.name, error=line(f"it cannot be parsed: {wrong}", 200))
        if found is not None:
            return found
    return None
