"""A reader turns the bytes of one kind of file into a small struct, once per content.

What a reader returns is kept per (reader, version, blob) and shared by every path and
every repository that holds the same content. So it knows lines, never paths, and is
decided by the content and the file's name alone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any, Generic, TypeVar

from msgspec import Struct

from maturity.core import registry

T = TypeVar("T", bound=Struct)

# what a slip of ours raises; a lost lease or an object that cannot be read is none
MISTAKES = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
MAX_BYTES = 1_000_000
YAML = (".yaml", ".yml")


class Unreadable(Struct, frozen=True, tag=True):
    """A file of this kind that could not be read: never the same as "there is none"."""

    reason: str
    line: int = 1


class Reader(Generic[T]):
    """`reader = Reader("workflow", 1, Workflow, wants, read)` in `readers/<name>.py`.

    name      also the file's name; part of the memo key
    version   raise it whenever `read` would answer differently
    produces  the struct it makes (msgspec, frozen; no paths inside)
    wants     path -> is this file worth reading? (cheap: called for every path that ends so)
    read      (path, content) -> struct; None when the content is of another kind;
              raises ValueError("one clear sentence") when it is of this kind but broken.
              `path` may decide by suffix or file name only, never by folder
    max_bytes larger files are Unreadable
    ends      what all names it wants end in; () = anything
    """

    def __init__(
        self,
        name: str,
        version: int,
        produces: type[T],
        wants: Callable[[str], bool],
        read: Callable[[str, bytes], T | None],
        max_bytes: int = MAX_BYTES,
        ends: tuple[str, ...] = (),
    ) -> None:
        self.name = name
        self.version = version
        self.produces = produces
        self.read = read
        self.max_bytes = max_bytes
        self.ends = ends
        self._wants = wants

    def wants(self, path: str) -> bool:
        return path.endswith(self.ends or "") and self._wants(path)


@cache
def all_readers() -> tuple[Reader[Any], ...]:
    """One file in `readers/` or `ci/`, one reader named `reader`."""
    found = [*registry.load("maturity.core.readers", "reader"), *registry.load("maturity.core.ci", "reader")]
    return tuple(found)


def wanted_by(path: str) -> list[int]:
    """Which of `all_readers` want a file, by number."""
    dot = path.rfind(".")
    asked = _asked(path[dot:] if dot >= 0 else "")
    return [number for number, reader in asked if reader.wants(path)]


@lru_cache(maxsize=4096)
def _asked(suffix: str) -> tuple[tuple[int, Reader[Any]], ...]:
    """The readers that may want a path whose last dot begins this suffix."""
    return tuple(
        (number, reader)
        for number, reader in enumerate(all_readers())
        if not reader.ends or any("." not in end or end.endswith(suffix) for end in reader.ends)
    )
