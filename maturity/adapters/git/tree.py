"""The files of one commit, straight from git's object store: no checkout."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from maturity.adapters.git.checkout import check_out
from maturity.adapters.git.command import Git
from maturity.adapters.git.listing import Listing, changed_files, list_files
from maturity.adapters.git.objects import Broken, Commit, Objects, TooLarge
from maturity.core.facts.repository_name import RepositoryName
from maturity.core.tree import Change, Entry, Skipped

MAX_FILE = 5_000_000
REPORT_EVERY = 200
LFS = b"version https://git-lfs.github.com/spec/"

Progress = Callable[[int, int], None]


class GitTree:
    """Implements `core.tree.Tree`, for as long as `objects` is open.

    name, ref, default_branch   where it came from; "" when there is none (a detached HEAD)
    origin                      "owner/name" of the repository a local copy was made from, or ""
    incomplete                  a content that was asked for is missing or broken
    uncommitted                 the work tree differs from the commit; None when nobody looked
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
        origin: str = "",
        uncommitted: bool | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.commit = commit.sha
        self.info = commit
        self.name = name
        self.ref = ref
        self.default_branch = default_branch
        self.origin = origin
        self.uncommitted = uncommitted
        self._git = git
        self.incomplete = False
        self._objects = objects
        self._progress = progress
        self._refused: dict[str, str] = {}

    def repository(self, known_as: str) -> RepositoryName:
        """A folder's name is not the repository's: only "owner/name" is."""
        return RepositoryName(known_as if "/" in known_as else self.origin, self.default_branch)

    def entries(self) -> Sequence[Entry]:
        return self._listing.entries

    def skipped(self) -> Sequence[Skipped]:
        return self._listing.skipped

    def changes(self, since: str) -> Sequence[Change] | None:
        return changed_files(self._git, since, self.commit)

    def refused(self) -> Mapping[str, str]:
        return self._refused

    def read(self, blobs: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        wanted = list(blobs)
        for done, (blob, content) in enumerate(self._objects.read(wanted, MAX_FILE), 1):
            reason = _unread(content)
            if reason:
                self._refused[blob] = reason
                self.incomplete |= content is None or isinstance(content, Broken)
            elif isinstance(content, bytes):
                yield blob, content
            if self._progress and (done % REPORT_EVERY == 0 or done == len(wanted)):
                self._progress(done, len(wanted))

    def check_out(self, folder: Path) -> list[str]:
        """Write its files into an empty folder, for programs that need them: what was left out."""
        return check_out(self._git, self._objects, self.commit, folder)

    @cached_property
    def _listing(self) -> Listing:
        return list_files(self._git, self.commit)


def _unread(content: bytes | TooLarge | Broken | None) -> str:
    """Why nobody gets to see it; "" when it can be read."""
    if content is None:
        return "its content is missing from the repository"
    if isinstance(content, Broken):
        return "its content is broken in the repository"
    if isinstance(content, TooLarge):
        return f"larger than {MAX_FILE:,} bytes"
    return "kept in Git LFS: its content lies elsewhere" if content.startswith(LFS) else ""
