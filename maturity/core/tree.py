"""The files of one commit, as the readers see them: no checkout, no process, no disk."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from msgspec import Struct


class Entry(Struct, frozen=True):
    """One regular tracked file. `blob` is the hash of its content; equal content, equal hash.

    Links, submodules and unreadable names are not entries: `Tree.skipped` names them.
    """

    path: str
    blob: str
    size: int = -1
    executable: bool = False


class Skipped(Struct, frozen=True):
    """A tracked path that was not read, and one sentence saying why."""

    path: str
    reason: str


class Tree(Protocol):
    """The port between the pure engine and git.

    `read` yields (blob, content) in any order and leaves out what is missing or over
    the size cap; those are then named by `skipped`.
    """

    commit: str

    def entries(self) -> Sequence[Entry]: ...

    def read(self, blobs: Iterable[str]) -> Iterator[tuple[str, bytes]]: ...

    def skipped(self) -> Sequence[Skipped]: ...


class MemoryTree:
    """A tree made of text, for tests and for one pasted file."""

    def __init__(self, files: Mapping[str, str | bytes], commit: str = "0" * 40) -> None:
        self.commit = commit
        content = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}
        self._blobs = {hashlib.sha1(data).hexdigest(): data for data in content.values()}  # noqa: S324 - git's own
        self._entries = tuple(
            Entry(path, hashlib.sha1(data).hexdigest(), len(data))  # noqa: S324
            for path, data in sorted(content.items())
        )

    def entries(self) -> Sequence[Entry]:
        return self._entries

    def read(self, blobs: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        return ((blob, self._blobs[blob]) for blob in blobs if blob in self._blobs)

    def skipped(self) -> Sequence[Skipped]:
        return ()
