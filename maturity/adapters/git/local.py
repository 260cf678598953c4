"""A repository on this machine: a work tree or a bare one, read without trusting its configuration."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from maturity.adapters.errors import AdapterError
from maturity.adapters.git.command import Git
from maturity.adapters.git.objects import Commit, Objects
from maturity.adapters.git.tree import GitTree, Progress

_ADDRESS = re.compile(
    r"(?:(?:https?|ssh|git)://(?:[^/@\s]{1,100}@)?[^/\s]{1,250}/|(?:[\w.-]{1,100}@)?[\w.-]{2,250}:(?!/))"
    r"([\w.-]{1,100}(?:/[\w.-]{1,100}){1,9})/?"
)
REF = re.compile(r"[\w][\w./@{}^~+#-]{0,249}")


class Place(Struct, frozen=True):
    """Where a repository keeps its objects, their hash function, and what HEAD names ("" = no branch).

    commit            what was asked for; "" when there is no such commit
    index, excluded   what a work tree tracks, and what it ignores by a file of its own
    """

    objects: Path
    kind: str
    branch: str
    commit: str
    index: Path
    excluded: Path
    bare: bool


@contextmanager
def open_local(
    path: Path,
    ref: str | None = None,
    *,
    notice_changes: bool = False,
    progress: Progress | None = None,
) -> Iterator[GitTree]:
    """The commit `ref` names, HEAD by default.

    notice_changes  say whether the work tree differs from HEAD
    """
    place = locate(path, ref)
    with tempfile.TemporaryDirectory(prefix="rungs-") as folder:
        git = borrowing(Path(folder), place)
        look = notice_changes and ref is None and not place.bare
        with Objects(git) as objects:
            known = objects.commit(place.commit) if place.commit else None
            commit = known or resolve(Git(path), ref, str(path))
            yield GitTree(
                git,
                objects,
                commit,
                name=path.resolve().name.removesuffix(".git"),
                ref=ref or "",
                default_branch=_default_branch(Git(path)) or place.branch,
                origin=_origin(Git(path)),
                uncommitted=_uncommitted(Path(folder), path, place, commit) if look else None,
                progress=progress,
            )


def locate(path: Path, ref: str | None = None) -> Place:
    """AdapterError when `path` is not the top of a repository."""
    if not path.is_dir():
        raise AdapterError(f"{path} is not a folder", permanent=True)
    if "\n" in str(path.resolve()):
        raise AdapterError("a path with a line break in it cannot be read", permanent=True)
    asked = ("--is-inside-work-tree", "--show-prefix", "--absolute-git-dir", "--show-object-format")
    kept = ("--git-path", "objects", "--git-path", "index", "--git-path", "info/exclude")
    named = f"{checked(ref)}^{{commit}}"
    done = Git(path).run("rev-parse", *asked, *kept, named, "--symbolic-full-name", "HEAD")
    told = os.fsdecode(done.out).splitlines()
    if len(told) < 7:  # without a commit at HEAD, git stops after the seventh
        raise AdapterError(f"{path} is not a git repository", permanent=True)
    inside, prefix, folder, kind, objects, index, excluded, *head = told
    commit = head.pop(0) if done.code == 0 else ""
    if inside == "true" and prefix:
        raise AdapterError(f"{path} is a folder inside a git repository, not its top", permanent=True)
    if inside == "false" and path.resolve() != Path(folder).resolve():
        raise AdapterError(f"{path} is not a git repository", permanent=True)
    branch = head[0].removeprefix("refs/heads/") if head and head[0].startswith("refs/heads/") else ""
    objects_, index_, excluded_ = ((path / part).resolve() for part in (objects, index, excluded))
    return Place(objects_, kind, branch, commit, index_, excluded_, inside == "false")


def checked(ref: str | None) -> str:
    """What may be given to git: HEAD when nothing was named."""
    if ref is not None and (not REF.fullmatch(ref) or ".." in ref):
        raise AdapterError("that is not the name of a commit, branch or tag", permanent=True)
    return ref or "HEAD"


def _default_branch(git: Git) -> str:
    """What the origin called it when the copy was made: the branch checked out may be another."""
    told = git.text("symbolic-ref", "--quiet", "refs/remotes/origin/HEAD")
    prefix = "refs/remotes/origin/"
    return told.strip().removeprefix(prefix) if told.startswith(prefix) else ""


def _origin(git: Git) -> str:
    found = _ADDRESS.fullmatch(git.text("config", "--get", "remote.origin.url").strip())
    return found[1].removesuffix(".git") if found else ""


def borrowing(folder: Path, place: Place) -> Git:
    """A repository of our own that reads the objects of another: nothing a stranger configured is read."""
    (folder / "refs").mkdir()
    (folder / "HEAD").write_text("ref: refs/heads/none\n")
    sha1 = place.kind == "sha1"
    extension = "" if sha1 else f"[extensions]\n\tobjectformat = {place.kind}\n"
    (folder / "config").write_text(
        f"[core]\n\trepositoryformatversion = {0 if sha1 else 1}\n\tbare = true\n{extension}"
    )
    return Git(folder, objects=place.objects)


def resolve(git: Git, ref: str | None, where: str) -> Commit:
    """The commit, or one sentence saying what is wrong with `ref` or with HEAD."""
    with Objects(git) as objects:
        commit = objects.commit(checked(ref))
    if commit:
        return commit
    if ref is not None:
        raise AdapterError(f"{where} has no commit named {ref}", permanent=True)
    if git.text("rev-parse", "--verify", "--quiet", "HEAD"):
        raise AdapterError(f"{where} is broken: its newest commit cannot be read", permanent=True)
    if git.text("for-each-ref", "--count=1", "refs/heads", "refs/tags", "refs/remotes"):
        raise AdapterError(
            f"{where} has no default branch: HEAD names a branch that does not exist", permanent=True
        )
    raise AdapterError(f"{where} has no commits yet", permanent=True)


def _uncommitted(folder: Path, work_tree: Path, place: Place, commit: Commit) -> bool | None:
    """None when nobody can tell. Asked with our own settings: the repository's could name programs to run."""
    (folder / "HEAD").write_text(f"{commit.sha}\n")
    git = Git(
        folder,
        objects=place.objects,
        config={"core.excludesFile": str(place.excluded)},
        env={"GIT_WORK_TREE": str(work_tree.resolve()), "GIT_INDEX_FILE": str(place.index)},
    )
    done = git.run("status", "--porcelain", "--ignore-submodules", "-z")
    return bool(done.out) if done.code == 0 else None
