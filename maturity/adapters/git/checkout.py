"""The files of a commit on disk, for programs that need them there: no filter, no hook, no way out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EDQUOT, ENOSPC
from pathlib import Path

from msgspec import Struct

from maturity.adapters.errors import AdapterError
from maturity.adapters.git.command import READ_TIMEOUT, Git
from maturity.adapters.git.listing import MAX_ENTRIES, OUTPUT_LIMIT
from maturity.adapters.git.objects import Broken, Objects, TooLarge

MAX_BYTES = 2_000_000_000
MAX_FILE = 200_000_000
LINK, SUBMODULE = "120000", "160000"
_MODES = {"100644": 0o644, "100664": 0o644, "100755": 0o755}


class _File(Struct, frozen=True):
    mode: str
    blob: str
    path: str


def check_out(git: Git, objects: Objects, commit: str, folder: Path) -> list[str]:
    """Write the files of `commit` into the empty `folder`: what was left out, one sentence each.

    Links come last, so that nothing is ever written through one, and those that would lead out of the
    folder are left out. Submodules are empty folders. AdapterError for names no file should have, for
    content that is missing, and above MAX_FILE or MAX_BYTES.
    """
    listed = _list(git, commit)
    files = [one for one in listed if one.mode in _MODES]
    left_out = [f"{one.path} is a submodule: it lies in another repository" for one in listed
                if one.mode == SUBMODULE]  # fmt: skip
    at, total = iter(files), 0
    for blob, content in objects.read([one.blob for one in files], MAX_FILE):
        one = next(at)
        if isinstance(content, TooLarge):
            raise AdapterError(f"{one.path} is larger than {MAX_FILE:,} bytes", permanent=True)
        if content is None or isinstance(content, Broken):
            raise AdapterError(f"the content of {one.path} ({blob[:12]}) cannot be read", permanent=False)
        total += len(content)
        if total > MAX_BYTES:
            raise AdapterError(f"the files are larger than {MAX_BYTES:,} bytes together", permanent=True)
        with _told(one.path):
            _write(folder / one.path, content, _MODES[one.mode])
    links = [one for one in listed if one.mode == LINK]
    return left_out + _link(objects, links, folder)


def _list(git: Git, commit: str) -> list[_File]:
    done = git.run("ls-tree", "-r", "-z", "--full-tree", commit, timeout=READ_TIMEOUT, limit=OUTPUT_LIMIT)
    if done.code:
        raise AdapterError(f"the files of commit {commit[:12]} cannot be listed", permanent=True)
    records = done.out.split(b"\0")
    if len(records) > MAX_ENTRIES + 1:
        raise AdapterError(f"more than {MAX_ENTRIES:,} files: too many to write", permanent=True)
    return [_file(record) for record in records if record]


def _file(record: bytes) -> _File:
    meta, _, name = record.partition(b"\t")
    mode, _, blob = meta.decode().split()
    path = os.fsdecode(name)
    if any(part in ("", ".", "..") or part.lower() == ".git" for part in path.split("/")):
        raise AdapterError(f"a file is called {ascii(path)[:200]}: that cannot be written", permanent=True)
    return _File(mode, blob, path)


def _write(path: Path, content: bytes, mode: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, mode)
    with os.fdopen(file, "wb") as opened:
        opened.write(content)


def _link(objects: Objects, links: list[_File], folder: Path) -> list[str]:
    """A link may lead through other links, so where it leads is known when all are there."""
    made, left_out = [], []
    for one, (_, target) in zip(links, objects.read([one.blob for one in links], 4_096), strict=True):
        if not isinstance(target, bytes) or not target or b"\0" in target or target.startswith(b"/"):
            left_out.append(_leads_out(one))
            continue
        with _told(one.path):
            (folder / one.path).parent.mkdir(parents=True, exist_ok=True)
            (folder / one.path).symlink_to(os.fsdecode(target))
        made.append(one)
    top = os.path.realpath(folder)
    for one in made:
        place = os.path.realpath(folder / one.path)
        if place != top and not place.startswith(f"{top}/"):
            (folder / one.path).unlink()
            left_out.append(_leads_out(one))
    return left_out


@contextmanager
def _told(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror}"
        raise AdapterError(message, permanent=error.errno not in (ENOSPC, EDQUOT)) from error


def _leads_out(one: _File) -> str:
    return f"{one.path} is a link that leads out of the repository"
