"""Feature flags as a repository tells of them: what declares them, which code reads them, what sets them.

Each way of telling is one file of `core/flags/ways`. What is read is parsed, never run.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from maturity.core import registry
from maturity.core.readers import feature_flags
from releases.core.flags import names

MAX_BYTES = 1_000_000  # of one file


class Declared(Struct, frozen=True, kw_only=True):
    """A line that says a flag exists. None and "" stand for what it does not say.

    type     "boolean", "number", "string", "object"
    default  what code gets when nothing sets the flag; off: the safe value
    kind     a FlagKind: "release", …
    """

    key: str
    path: str
    line: int
    type: str = ""
    default: Any = None
    off: Any = None
    kind: str = ""
    about: str = ""
    owner: str = ""
    expires: date | None = None


class Used(Struct, frozen=True, kw_only=True):
    """A line of code that reads a flag. written, default: what it falls back to; "" and None for nothing.

    direct  it asks the environment itself, and not something that declares the flag
    """

    key: str
    path: str
    line: int
    written: str = ""
    default: Any = None
    direct: bool = True


class Valued(Struct, frozen=True, kw_only=True):
    """A line that gives a flag a value. note: "computed" where it is not written there.

    environment  "" as a way tells it: `read` and `read_as` know of which one a file is
    """

    key: str
    environment: str = ""
    path: str
    line: int
    value: Any = None
    note: str = ""


class Found(Struct, frozen=True):
    """What one file tells."""

    declared: tuple[Declared, ...] = ()
    used: tuple[Used, ...] = ()
    valued: tuple[Valued, ...] = ()


class Way(Struct, frozen=True, kw_only=True):
    """`WAY` of its file.

    wants  path -> whether such a file may tell something this way
    words  one of them is in every file that does; () when nothing tells
    read   (path, content) -> what it tells; ValueError("one sentence") when it is broken
    """

    name: str
    wants: Callable[[str], bool]
    words: tuple[bytes, ...] = ()
    read: Callable[[str, bytes], Found]


@cache
def all_ways() -> tuple[Way, ...]:
    return tuple(registry.load("releases.core.flags.ways", "WAY"))


def wanted(path: str) -> bool:
    return any(way.wants(path) for way in all_ways())


def worth_telling(path: str) -> bool:
    """Whether a file that is broken leaves something unknown: one that is named after flags."""
    return feature_flags.wants(path)


def read(path: str, data: bytes) -> Found:
    """What every way makes of a file; values where its path tells the environment. ValueError: broken."""
    found, environment = _told(path, data), names.where(path)
    valued = tuple(replace(one, environment=environment) for one in found.valued) if environment else ()
    return replace(found, valued=valued)


def read_as(path: str, data: bytes, environment: str) -> tuple[Valued, ...]:
    """The values of a file that is known to be of an environment. Raises ValueError when it is broken."""
    return tuple(replace(one, environment=environment) for one in _told(path, data).valued)


def _told(path: str, data: bytes) -> Found:
    if len(data) > MAX_BYTES:
        raise ValueError(f"larger than {MAX_BYTES:,} bytes")
    fitting = [way for way in all_ways() if way.wants(path)]
    told = [way.read(path, data) for way in fitting if not way.words or any(w in data for w in way.words)]
    return Found(
        tuple(one for found in told for one in found.declared),
        tuple(one for found in told for one in found.used),
        tuple(one for found in told for one in found.valued),
    )
