"""The files of one commit, straight from git's object store: no checkout."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

from maturity.adapters.git.command import Git
from maturity.adapters.git.listing import Listing, list_files
from maturity.adapters.git.objects import Broken, Commit, Objects, TooLarge
from maturity.core.tree import Entry, Skipped

MAX_FILE = 5_000_000
REPORT_EVERY = 200
LFS = b"version https://git-lfs.github.com/spec/"

Progress = Callable[[int, int], None]


class GitTree:
    """Implements `core.tree.Tree`, for as long as `objects` is open.

    name, ref, default_branch   where it came from; "" when there is none (a detached HEAD)
    uncommitted                 the work tree differs from the commit; None when nobody looked
    cache                       where the list of files is kept for the next commit
    progress                    called with (files read, files to read) now and then
    """

    def __init__(
        self,
        git: Git,
        objects: Objects,
        commit: Commit,
        *,
        name: str = "",
        ref: str = "",
        default_branch: str = "",
        uncommitted: bool | None = None,
        cache: Path | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.commit = commit.sha
        self.info = commit
        self.name = name
        self.ref = ref
        self.default_branch = default_branch
        self.uncommitted = uncommitted
        self._git = git
        self._objects = objects
        self._cache = cache
        self._progress = progress

    def entries(self) -> Sequence[Entry]:
        return self._entries

    def skipped(self) -> Sequence[Skipped]:
        return tuple(self._skipped.values())

    def read(self, blobs: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        wanted = list(blobs)
        for done, (blob, content) in enumerate(self._objects.read(wanted, MAX_FILE), 1):
            reason = _unread(content)
            if reason:
                self._skip(blob, reason)
            elif isinstance(content, bytes):
                yield blob, content
            if self._progress and (done % REPORT_EVERY == 0 or done == len(wanted)):
                self._progress(done, len(wanted))

    @cached_property
    def _listing(self) -> Listing:
        return list_files(self._git, self.commit, self._cache)

    @cached_property
    def _entries(self) -> tuple[Entry, ...]:
        return self._listing.entries()

    @cached_property
    def _skipped(self) -> dict[str, Skipped]:
        return self._listing.skips()

    @cached_property
    def _places(self) -> dict[str, list[str]]:
        """Where each content is used."""
        places: dict[str, list[str]] = {}
        for entry in self._entries:
            places.setdefault(entry.blob, []).append(entry.path)
        return places

    def _skip(self, blob: str, reason: str) -> None:
        for path in self._places.get(blob, ()):
            self._skipped[path] = Skipped(path, reason)


def _unread(content: bytes | TooLarge | Broken | None) -> str:
    """Why nobody gets to see it; "" when it can be read."""
    if content is None:
        return "its content is missing from the repository"
    if isinstance(content, Broken):
        return "its content is broken in the repository"
    if isinstance(content, TooLarge):
        return f"larger than {MAX_FILE:,} bytes"
    return "kept in Git LFS: its content lies elsewhere" if content.startswith(LFS) else ""
