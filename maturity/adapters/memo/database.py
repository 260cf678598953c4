"""A SQLite file that is read again by the very code that wrote it, and by no other."""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

import msgspec

import maturity.core

BOOT = Path("/proc/sys/kernel/random/boot_id")


@cache
def boot() -> str:
    """Which start of the machine this is, "" where nobody tells.

    What was written since is in the kernel's hands and survives our own death. So nothing needs
    to be flushed to the disk, and what an earlier start left, perhaps in part, is not read again.
    """
    with suppress(OSError):
        return BOOT.read_text()
    return ""


@cache
def engine() -> int:
    """A number for who wrote: the code that makes and judges facts, and the start of the machine."""
    parts = (sys.version, msgspec.__version__, boot())
    digest = hashlib.sha256(repr(parts).encode())
    for folder in maturity.core.__path__:
        for path in sorted(Path(folder).rglob("*.py")):
            digest.update(f"\n{path.relative_to(folder)}\n".encode() + path.read_bytes())
    return int.from_bytes(digest.digest()[:4], signed=True)


def connect(path: Path, schema: str, *, timeout: float, journal: str) -> sqlite3.Connection:
    """Raises sqlite3.Error and OSError. `schema` makes the tables, afresh when the engine changed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    database = sqlite3.connect(path, timeout=timeout, isolation_level=None)
    try:
        database.execute(f"PRAGMA synchronous={'OFF' if boot() else 'NORMAL'}")
        if not is_ours(database):
            database.execute(f"PRAGMA journal_mode={journal}")
            database.execute("BEGIN IMMEDIATE")
            tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            for (table,) in tables:
                database.execute(f'DROP TABLE "{table}"')
            database.execute(schema)
            database.execute(f"PRAGMA user_version={engine()}")
            database.execute("COMMIT")
    except sqlite3.Error:
        database.close()
        raise
    return database


def is_ours(database: sqlite3.Connection) -> bool:
    """Whether this very code wrote what is in it."""
    return bool(database.execute("PRAGMA user_version").fetchone() == (engine(),))


def drop(path: Path) -> None:
    for suffix in ("", "-journal", "-wal", "-shm"):
        with suppress(OSError):
            Path(f"{path}{suffix}").unlink()
