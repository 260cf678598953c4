"""The files of one commit, as the readers see them: no checkout, no process, no disk."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from msgspec import Struct


class Entry(Struct, frozen=True, gc=False):
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


class Change(Struct, frozen=True):
    """One path that differs between two commits. None: it is no entry there.

    skipped  why it is no entry of the new commit, "" when it simply is not there
    """

    path: str
    before: Entry | None = None
    after: Entry | None = None
    skipped: str = ""


class Tree(Protocol):
    """The port between the pure engine and git.

    entries  in order of path
    skipped  paths of the commit that are no entries
    changes  what differs from an earlier commit; None when nobody can tell
    read     (blob, content) in any order; leaves out what is missing or over the size cap
    refused  blob -> one sentence saying why `read` left it out
    """

    commit: str

    def entries(self) -> Sequence[Entry]: ...

    def skipped(self) -> Sequence[Skipped]: ...

    def changes(self, since: str) -> Sequence[Change] | None: ...

    def read(self, blobs: Iterable[str]) -> Iterator[tuple[str, bytes]]: ...

    def refused(self) -> Mapping[str, str]: ...


class MemoryTree:
    """A tree made of text, for tests and for one pasted file. `before` is the commit before it."""

    def __init__(
        self, files: Mapping[str, str | bytes], commit: str = "0" * 40, before: MemoryTree | None = None
    ) -> None:
        self.commit = commit
        self._before = before
        content = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}
        self._blobs = {hashlib.sha1(data).hexdigest(): data for data in content.values()}  # noqa: S324 - git's own
        self._entries = tuple(
            Entry(path, hashlib.sha1(data).hexdigest(), len(data))  # noqa: S324
            for path, data in sorted(content.items())
        )

    def entries(self) -> Sequence[Entry]:
        return self._entries

    def skipped(self) -> Sequence[Skipped]:
        return ()

    def changes(self, since: str) -> Sequence[Change] | None:
        if self._before is None or self._before.commit != since:
            return None
        old = {entry.path: entry for entry in self._before.entries()}
        new = {entry.path: entry for entry in self._entries}
        differ = sorted(path for path in old.keys() | new.keys() if old.get(path) != new.get(path))
        return [Change(path, old.get(path), new.get(path)) for path in differ]

    def read(self, blobs: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        return ((blob, self._blobs[blob]) for blob in blobs if blob in self._blobs)

    def refused(self) -> Mapping[str, str]:
        return {}
