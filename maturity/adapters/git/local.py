"""A repository on this machine: a work tree or a bare one, read without trusting its configuration."""

from __future__ import annotations

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

REF = re.compile(r"[\w][\w./@{}^~+#-]{0,249}")


class Place(Struct, frozen=True):
    """Where a repository keeps its objects, their hash function, and what HEAD names ("" = no branch)."""

    objects: Path
    kind: str
    branch: str


@contextmanager
def open_local(
    path: Path,
    ref: str | None = None,
    *,
    notice_changes: bool = False,
    cache: Path | None = None,
    progress: Progress | None = None,
) -> Iterator[GitTree]:
    """The commit `ref` names, HEAD by default.

    notice_changes  say whether the work tree differs from HEAD. For people at their own work
                    tree: git then reads the repository's own settings, as it does for them
    """
    place = locate(path)
    commit = resolve(Git(path), ref, str(path))
    with tempfile.TemporaryDirectory(prefix="rungs-") as folder:
        git = borrowing(Path(folder), place)
        with Objects(git) as objects:
            yield GitTree(
                git,
                objects,
                commit,
                name=path.resolve().name.removesuffix(".git"),
                ref=ref or "",
                default_branch=place.branch,
                uncommitted=_uncommitted(Git(path)) if notice_changes and ref is None else None,
                cache=cache,
                progress=progress,
            )


def locate(path: Path) -> Place:
    """AdapterError when `path` is not the top of a repository."""
    if not path.is_dir():
        raise AdapterError(f"{path} is not a folder", permanent=True)
    asked = ("--is-inside-work-tree", "--show-prefix", "--absolute-git-dir", "--show-object-format")
    done = Git(path).run("rev-parse", *asked, "--git-path", "objects", "--symbolic-full-name", "HEAD")
    told = done.out.decode("utf-8", "replace").splitlines()
    if len(told) < 5:  # without a commit at HEAD, git stops after the fifth
        raise AdapterError(f"{path} is not a git repository", permanent=True)
    inside, prefix, folder, kind, objects, *head = told
    if inside == "true" and prefix:
        raise AdapterError(f"{path} is a folder inside a git repository, not its top", permanent=True)
    if inside == "false" and path.resolve() != Path(folder).resolve():
        raise AdapterError(f"{path} is not a git repository", permanent=True)
    branch = head[0].removeprefix("refs/heads/") if head and head[0].startswith("refs/heads/") else ""
    return Place((path / objects).resolve(), kind, branch)


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
    if ref is not None and (not REF.fullmatch(ref) or ".." in ref):
        raise AdapterError("that is not the name of a commit, branch or tag", permanent=True)
    with Objects(git) as objects:
        commit = objects.commit(ref or "HEAD")
    if commit:
        return commit
    if ref is not None:
        raise AdapterError(f"{where} has no commit named {ref}", permanent=True)
    if git.text("for-each-ref", "--count=1", "refs/heads", "refs/tags", "refs/remotes"):
        raise AdapterError(
            f"{where} has no default branch: HEAD names a branch that does not exist", permanent=True
        )
    raise AdapterError(f"{where} has no commits yet", permanent=True)


def _uncommitted(git: Git) -> bool | None:
    """None when nobody can tell: a bare repository, or one git does not trust on this machine."""
    trusting = Git(git.folder, config={"safe.directory": ""})
    done = trusting.run("status", "--porcelain", "--ignore-submodules", "-z")
    return bool(done.out) if done.code == 0 else None
