"""Making commits: for the sample repositories only. Rungs never writes into a repository of anybody else."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from maturity.adapters.errors import AdapterError
from maturity.adapters.git.command import Git


class Change(Struct, frozen=True):
    """One commit to make: the files of `folder` are added to what is there, or replace it.

    tag  "" for none
    """

    folder: Path
    message: str
    author: str
    date: datetime
    tag: str = ""


def start_repository(path: Path) -> None:
    """An empty repository at `path`; whatever was there before is removed."""
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    _do(Git(path), "init", "--quiet", "--initial-branch=main")


def add_commit(path: Path, change: Change) -> None:
    shutil.copytree(change.folder, path, dirs_exist_ok=True)
    email = f"{change.author.lower().replace(' ', '.')}@example.com"
    date = change.date.isoformat()
    who = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER")
           for key, value in (("NAME", change.author), ("EMAIL", email), ("DATE", date))}  # fmt: skip
    git = Git(path, env=who)
    _do(git, "add", "--all", "--force")
    _do(git, "commit", "--quiet", "--message", change.message)
    if change.tag:
        _do(git, "tag", change.tag)


def tags_of(path: Path) -> dict[str, str]:
    """Tag -> the commit it is on."""
    told = Git(path).text("for-each-ref", "--format=%(refname:short) %(objectname)", "refs/tags")
    return {tag: commit for tag, _blank, commit in (line.partition(" ") for line in told.splitlines())}


def _do(git: Git, *args: str) -> None:
    done = git.run(*args)
    if done.code:
        raise AdapterError(f"git {args[0]} failed: {done.err.strip()[-200:]}", permanent=True)
