"""A SQLite file that only the engine that wrote it reads again."""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

import msgspec

import maturity.core


@cache
def engine() -> int:
    """A number for the code that makes and judges facts: what other code left is never taken for ours."""
    parts = (sys.version, msgspec.__version__)
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
        database.execute("PRAGMA synchronous=NORMAL")
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
