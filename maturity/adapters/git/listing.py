"""Which files a commit has. The next commit's list is the last one with a few changes."""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec import Struct

from maturity.adapters.errors import AdapterError
from maturity.adapters.files import replace_file
from maturity.adapters.git.command import READ_TIMEOUT, Git
from maturity.core.tree import Entry, Skipped

MAX_ENTRIES = 500_000
MAX_PATH = 1_024
OUTPUT_LIMIT = MAX_ENTRIES * 256

GONE = b"000000"
_FILES = {b"100644": False, b"100664": False, b"100755": True}
_OTHERS = {
    b"120000": "a symbolic link: links are not followed",
    b"160000": "a submodule: it lies in another repository",
}


class Listing(Struct, frozen=True, array_like=True):
    """`files` is path -> (blob, executable), `skipped` path -> reason."""

    commit: str
    files: dict[str, tuple[str, bool]]
    skipped: dict[str, str]

    def entries(self) -> tuple[Entry, ...]:
        """In order of path, whatever the list was made from."""
        return tuple(
            Entry(path, blob, -1, executable) for path, (blob, executable) in sorted(self.files.items())
        )

    def skips(self) -> dict[str, Skipped]:
        return {path: Skipped(path, reason) for path, reason in self.skipped.items()}


def list_files(git: Git, commit: str, cache: Path | None = None) -> Listing:
    """All files of a commit. `cache` keeps the list for the next commit."""
    old = _load(cache) if cache else None
    if old and old.commit == commit:
        return old
    new = (_changed(git, old, commit) if old else None) or _whole(git, commit)
    if len(new.files) + len(new.skipped) > MAX_ENTRIES:
        raise AdapterError(f"more than {MAX_ENTRIES:,} files: too many to scan", permanent=True)
    if cache:
        replace_file(cache, msgspec.msgpack.encode(new))
    return new


def _whole(git: Git, commit: str) -> Listing:
    listed = git.run("ls-tree", "-r", "-z", "--full-tree", commit, timeout=READ_TIMEOUT, limit=OUTPUT_LIMIT)
    if listed.code:
        raise AdapterError(f"the files of commit {commit[:12]} cannot be listed", permanent=True)
    new = Listing(commit, {}, {})
    for record in listed.out.split(b"\0"):
        meta, _, name = record.partition(b"\t")
        if name:
            mode, _, blob = meta.split()
            _add(new, name, mode, blob)
    return new


def _changed(git: Git, old: Listing, commit: str) -> Listing | None:
    """The old list brought up to date; None when git cannot compare the two, or they differ too much."""
    compared = git.run(
        "diff-tree", "-r", "-z", "--raw", "--no-renames", old.commit, commit, timeout=READ_TIMEOUT
    )
    if compared.code:
        return None
    new = Listing(commit, dict(old.files), dict(old.skipped))
    records = compared.out.split(b"\0")
    for meta, name in zip(records[::2], records[1::2], strict=False):
        _, mode, _, blob, _ = meta.split()
        path = _shown(name)
        known = path.encode() == name and path in new.files
        if not (known and mode in _FILES):
            new.skipped.pop(path, None)
            if known:
                del new.files[path]
        if mode != GONE:
            _add(new, name, mode, blob)
    return new


def _shown(name: bytes) -> str:
    return name.decode("utf-8", "backslashreplace")[:MAX_PATH]


def _add(listing: Listing, name: bytes, mode: bytes, blob: bytes) -> None:
    path = _shown(name)
    if path.encode() != name:
        long = len(name) > MAX_PATH
        reason = f"its name is longer than {MAX_PATH:,} characters" if long else "its name is not UTF-8"
        listing.skipped[path] = reason
    elif mode in _FILES:
        listing.files[path] = blob.decode(), _FILES[mode]
    else:
        listing.skipped[path] = _OTHERS.get(mode, "not a regular file")


def _load(cache: Path) -> Listing | None:
    try:
        return _DECODER.decode(cache.read_bytes())
    except (OSError, msgspec.MsgspecError):
        return None


_DECODER = msgspec.msgpack.Decoder(Listing)
