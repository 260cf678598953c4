"""A repository named by a path or an address: looked at once, without keeping a copy."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from maturity.adapters.address import Policy, check
from maturity.adapters.git.local import open_local, resolve
from maturity.adapters.git.objects import Objects
from maturity.adapters.git.remote import Probe, fetch, new_copy, probe_remote
from maturity.adapters.git.tree import GitTree, Progress


def probe(url: str, policy: Policy | None = None) -> Probe:
    """Ask a repository for its default branch and newest commit: no clone, at most some seconds."""
    address = check(url, policy or Policy.of_settings())
    if address.scheme != "file":
        return probe_remote(address)
    path = Path(address.path).expanduser().resolve()
    with open_local(path) as tree:
        return Probe(tree.name, str(path), tree.default_branch, tree.commit, "local")


@contextmanager
def open_tree(
    path_or_url: str, ref: str | None = None, *, progress: Progress | None = None
) -> Iterator[GitTree]:
    """The files of a commit, HEAD by default, for whoever sits at this machine: paths are allowed.

    Raises AdapterError with one sentence when there is nothing to read.
    """
    policy = Policy.of_settings(local=True)
    address = check(path_or_url, policy)
    if address.scheme == "file":
        path = Path(address.path).expanduser()
        with open_local(path, ref, notice_changes=True, progress=progress) as tree:
            yield tree
        return
    with tempfile.TemporaryDirectory(prefix="rungs-") as folder:
        git = new_copy(Path(folder))
        head, branch = fetch(
            Path(folder), address.url, policy, depth=0 if ref else 1, everything=ref is not None
        )
        commit = resolve(git, ref or head, address.url)
        with Objects(git) as objects:
            yield GitTree(
                git,
                objects,
                commit,
                name=address.path,
                ref=ref or branch,
                default_branch=branch,
                progress=progress,
            )
