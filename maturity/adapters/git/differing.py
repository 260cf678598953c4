"""What differs between two commits, and whether one is part of a branch."""

from __future__ import annotations

from msgspec import Struct

from maturity.adapters.git.command import Git
from maturity.adapters.git.history import SHA

MOST = 50_000  # files
OUTPUT_LIMIT = 16_000_000
TIMEOUT = 20.0  # somebody may wait for it


class Changed(Struct, frozen=True):
    """One file. Lines are 0 for what git takes for binary."""

    path: str
    added: int
    removed: int


def changed(git: Git, old: str, new: str) -> list[Changed] | None:
    """None when a commit is not here, or too much differs. A file that was moved is removed and added."""
    if not (SHA.fullmatch(old) and SHA.fullmatch(new)):
        return None
    asked = ("diff-tree", "-r", "-z", "--numstat", "--no-renames", "--no-ext-diff", "--no-textconv")
    done = git.run(*asked, old, new, timeout=TIMEOUT, limit=OUTPUT_LIMIT)
    if done.code:
        return None
    lines = done.out.decode("utf-8", "replace").split("\0")
    found = [_changed(*line.split("\t", 2)) for line in lines if line.count("\t") >= 2]
    return found if len(found) <= MOST else None


def _changed(added: str, removed: str, path: str) -> Changed:
    return Changed(path, int(added) if added.isdigit() else 0, int(removed) if removed.isdigit() else 0)


def is_part_of(git: Git, sha: str, branch: str) -> bool | None:
    """None when one of them is not here."""
    if not SHA.fullmatch(sha):
        return None
    return {0: True, 1: False}.get(git.run("merge-base", "--is-ancestor", sha, branch, timeout=TIMEOUT).code)
