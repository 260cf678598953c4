"""What was committed between two commits."""

from __future__ import annotations

import re

from maturity.adapters.git.command import READ_TIMEOUT, Git

FIRST_PARENTS = 1_000  # nobody asks for more
SHA = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
MOST = 20_000  # commits
OUTPUT_LIMIT = 64_000_000
FORMAT = "--format=%x00%an%x00%ae%x00%B%x00"


def written(git: Git, old: str, new: str, path: str = "") -> list[tuple[str, str, str]] | None:
    """(author, e-mail, message) of each commit that `new` has and `old` ("": nothing) has not.

    path  only those that touch this folder. E-mails are as they were written: a mailmap is the repository's
    own word about itself. None when a commit is not here, or there are too many.
    """
    if not SHA.fullmatch(new) or (old and not SHA.fullmatch(old)):
        return None
    span = [new, f"^{old}"] if old else [new]
    asked = [
        "--literal-pathspecs",
        "log",
        "--no-mailmap",
        "--full-history",
        f"--max-count={MOST + 1}",
        FORMAT,
    ]
    done = git.run(*asked, *span, "--", *filter(None, [path]), timeout=READ_TIMEOUT, limit=OUTPUT_LIMIT)
    if done.code:
        return None
    parts = done.out.decode("utf-8", "replace").split("\0")
    commits = list(zip(parts[1::4], parts[2::4], parts[3::4], strict=False))
    return commits if len(commits) <= MOST else None


def first_parents(git: Git, old: str, new: str, path: str = "", most: int = 100) -> list[str] | None:
    """What came to the branch one by one between `old` and `new`: the newest first, at most `most`.

    What a merge brought along is told by the merge. None when one of them is not here.
    """
    if not (SHA.fullmatch(old) and SHA.fullmatch(new)):
        return None
    asked = [
        "--literal-pathspecs",
        "log",
        "--first-parent",
        f"--max-count={min(most, FIRST_PARENTS)}",
        "--format=%H",
    ]
    done = git.run(*asked, new, f"^{old}", "--", *filter(None, [path]), timeout=READ_TIMEOUT)
    return done.out.decode("ascii", "replace").split() if done.code == 0 else None
