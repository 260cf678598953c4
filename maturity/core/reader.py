"""A reader turns the bytes of one kind of file into a small struct, once per content.

What a reader returns is kept per (reader, version, blob) and shared by every path and
every repository that holds the same content. So it knows lines, never paths, and is
decided by the content and the file's name alone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Generic, TypeVar

from msgspec import Struct

from maturity.core import registry

T = TypeVar("T", bound=Struct)

MAX_BYTES = 1_000_000


class Unreadable(Struct, frozen=True, tag=True):
    """A file of this kind that could not be read: never the same as "there is none"."""

    reason: str
    line: int = 1


class Reader(Generic[T]):
    """`reader = Reader("workflow", 1, Workflow, wants, read)` in `readers/<name>.py`.

    name      also the file's name; part of the memo key
    version   raise it whenever `read` would answer differently
    produces  the struct it makes (msgspec, frozen; no paths inside)
    wants     path -> is this file worth reading? (cheap: called for every tracked path)
    read      (path, content) -> struct; None when the content is of another kind;
              raises ValueError("one clear sentence") when it is of this kind but broken.
              `path` may decide by suffix or file name only, never by folder
    max_bytes larger files are Unreadable
    """

    def __init__(
        self,
        name: str,
        version: int,
        produces: type[T],
        wants: Callable[[str], bool],
        read: Callable[[str, bytes], T | None],
        max_bytes: int = MAX_BYTES,
    ) -> None:
        self.name = name
        self.version = version
        self.produces = produces
        self.wants = wants
        self.read = read
        self.max_bytes = max_bytes


@cache
def all_readers() -> tuple[Reader[Any], ...]:
    """One file in `readers/` or `ci/`, one reader named `reader`."""
    found = [*registry.load("maturity.core.readers", "reader"), *registry.load("maturity.core.ci", "reader")]
    return tuple(found)
