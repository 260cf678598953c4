"""Which files a commit has, and which of them differ from another commit's."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from maturity.adapters.errors import AdapterError
from maturity.adapters.git.command import READ_TIMEOUT, Git
from maturity.core.tree import Change, Entry, Skipped

MAX_ENTRIES = 500_000
MAX_PATH = 1_024
OUTPUT_LIMIT = MAX_ENTRIES * 256

GONE = b"000000"
_FILES = {b"100644": False, b"100664": False, b"100755": True}
_OTHERS = {
    b"120000": "a symbolic link: links are not followed",
    b"160000": "a submodule: it lies in another repository",
}


class Listing(Struct, frozen=True):
    """In order of path."""

    entries: tuple[Entry, ...]
    skipped: tuple[Skipped, ...]


def list_files(git: Git, commit: str) -> Listing:
    listed = git.run("ls-tree", "-r", "-z", "--full-tree", commit, timeout=READ_TIMEOUT, limit=OUTPUT_LIMIT)
    if listed.code:
        raise AdapterError(f"the files of commit {commit[:12]} cannot be listed", permanent=True)
    entries, skipped = [], {}
    records = listed.out.split(b"\0")
    if len(records) > MAX_ENTRIES + 1:
        raise AdapterError(f"more than {MAX_ENTRIES:,} files: too many to scan", permanent=True)
    for record in records:
        meta, _, name = record.partition(b"\t")
        if name:
            mode, _, blob = meta.split()
            reason = _why_skipped(name, mode)
            if reason:
                skipped[_shown(name)] = reason
            else:
                entries.append(_entry(name, mode, blob))
    return Listing(tuple(entries), tuple(Skipped(path, reason) for path, reason in skipped.items()))


def changed_files(git: Git, old: str, new: str) -> Sequence[Change] | None:
    """None when git cannot compare the two, or a name is one that no listing shows as it is."""
    asked = ("-r", "-z", "--raw", "--no-renames", old, new)
    compared = git.run("diff-tree", *asked, timeout=READ_TIMEOUT, limit=OUTPUT_LIMIT)
    if compared.code:
        return None
    found = []
    records = compared.out.split(b"\0")
    for meta, name in zip(records[::2], records[1::2], strict=False):
        if _misnamed(name):
            return None
        old_mode, mode, old_blob, blob, _ = meta[1:].split()
        before = _entry(name, old_mode, old_blob) if old_mode in _FILES else None
        after = _entry(name, mode, blob) if mode in _FILES else None
        found.append(Change(name.decode(), before, after, "" if mode == GONE else _why_skipped(name, mode)))
    return found


def _entry(name: bytes, mode: bytes, blob: bytes) -> Entry:
    return Entry(name.decode(), blob.decode(), -1, _FILES[mode])


def _why_skipped(name: bytes, mode: bytes) -> str:
    """ "" when it is a file to read."""
    return _misnamed(name) or ("" if mode in _FILES else _OTHERS.get(mode, "not a regular file"))


def _misnamed(name: bytes) -> str:
    if len(name) > MAX_PATH:
        return f"its name is longer than {MAX_PATH:,} characters"
    try:
        name.decode()
    except UnicodeDecodeError:
        return "its name is not UTF-8"
    return ""


def _shown(name: bytes) -> str:
    return name.decode("utf-8", "backslashreplace")[:MAX_PATH]
