"""Our own bare copy of a repository's default branch, kept between scans.

It holds whole commits with all their files. A partial clone would be smaller, but a missing
file would then be fetched while it is read, from a server that may have become another one.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from maturity.adapters.address import Policy, check
from maturity.adapters.errors import AdapterError
from maturity.adapters.git import differing, history
from maturity.adapters.git.command import Git
from maturity.adapters.git.local import REF, open_local, resolve
from maturity.adapters.git.objects import Commit, Objects
from maturity.adapters.git.remote import HEAD, BrokenCopy, FetchProgress, fetch, is_whole, new_copy
from maturity.adapters.git.tree import GitTree, Progress
from maturity.adapters.turns import turn


class Mirror:
    """Where a repository's commits are read from. A repository on this machine is read in place.

    folder   ours alone: the bare copy, and what else is remembered of this repository
    branch   the default branch, once `head` was asked
    """

    def __init__(self, url: str, folder: Path | None = None) -> None:
        name = hashlib.sha256(url.encode()).hexdigest()[:24]
        self.url = url
        self.folder = folder or settings.RUNGS_DATA / "mirrors" / name
        self.branch = ""
        self._bare = self.folder / "git"
        self._local = Path(url) if url.startswith("/") else None

    @contextmanager
    def head(
        self, policy: Policy, *, fetching: FetchProgress | None = None, reading: Progress | None = None
    ) -> Iterator[GitTree]:
        """The newest commit of the default branch, fetched now."""
        if self._local:
            check(self.url, policy)
            with open_local(self._local, progress=reading) as tree:
                self.branch = tree.default_branch
                yield tree
            return
        commit = self._fetch(policy, fetching)
        try:
            with self._opened(commit, progress=reading) as tree:
                yield tree
            broken = tree.incomplete  # git saw to it that nothing is missing: this is our disk
        except AdapterError:
            if is_whole(self._bare):
                raise
            broken = True
        if broken:
            self._drop_copy()
            raise BrokenCopy

    def _fetch(self, policy: Policy, fetching: FetchProgress | None) -> str:
        """The newest commit, into a copy that is made anew when it turns out to be broken."""

        def waiting() -> None:
            if fetching:
                fetching("waiting for another fetch", None)

        with turn(self.folder / "fetching", waiting):
            self._sweep()
            try:
                commit, self.branch = fetch(self._copy().folder, self.url, policy, progress=fetching)
            except BrokenCopy:
                self._drop_copy()
                commit, self.branch = fetch(self._copy().folder, self.url, policy, progress=fetching)
            return commit

    def _sweep(self) -> None:
        """What a git that was killed left behind: nobody else fetches into this copy."""
        for pattern in ("*.lock", "refs/**/*.lock", "objects/pack/tmp_*"):
            for left in self._bare.glob(pattern):
                left.unlink(missing_ok=True)

    def _drop_copy(self) -> None:
        shutil.rmtree(self._bare, ignore_errors=True)

    @contextmanager
    def at(self, commit: str) -> Iterator[GitTree]:
        """A commit that was fetched before. AdapterError when history was rewritten and it is gone."""
        if self._local:
            with open_local(self._local, commit) as tree:
                yield tree
            return
        with self._opened(commit) as tree:
            yield tree

    def between(self, old: str, new: str, *, limit: int = 4_096) -> list[str]:
        """First-parent commits after `old` up to `new`, oldest first; [] when `old` is not an ancestor."""
        if not (REF.fullmatch(old) and REF.fullmatch(new)):
            return []
        git = self._git()
        if git.run("merge-base", "--is-ancestor", old, new).code:
            return []
        listed = git.text("rev-list", "--first-parent", "--reverse", f"--max-count={limit}", f"{old}..{new}")
        return listed.splitlines()

    def written(self, old: str, new: str, path: str = "") -> list[tuple[str, str, str]] | None:
        """See `history.written`."""
        return history.written(self._git(), old, new, path)

    def first_parents(self, old: str, new: str, path: str = "", most: int = 100) -> list[str] | None:
        """See `history.first_parents`."""
        return history.first_parents(self._git(), old, new, path, most)

    def changed(self, old: str, new: str) -> list[differing.Changed] | None:
        """See `differing.changed`."""
        return differing.changed(self._git(), old, new)

    def on_branch(self, sha: str) -> bool | None:
        """Whether it is part of the default branch, as it was when it was fetched; None: not known here."""
        return differing.is_part_of(self._git(), sha, "HEAD" if self._local else HEAD)

    def commit(self, sha: str) -> Commit:
        return resolve(self._git(), sha, self.url)

    def forget(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    @contextmanager
    def _opened(self, sha: str, *, progress: Progress | None = None) -> Iterator[GitTree]:
        git, branch = self._copy(), self.branch
        commit = resolve(git, sha, self.url)
        with Objects(git) as objects:
            yield GitTree(git, objects, commit, ref=branch, default_branch=branch, progress=progress)

    def _git(self) -> Git:
        return Git(self._local) if self._local else self._copy()

    def _copy(self) -> Git:
        return Git(self._bare) if (self._bare / "HEAD").exists() else new_copy(self._bare)
