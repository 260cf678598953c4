"""What the last scan of one repository knew and answered, so that the next pays for what changed."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path

from maturity.adapters.memo.database import connect, drop, is_ours
from maturity.core.memo import Forgotten, Memo

log = logging.getLogger(__name__)

MAX_LEFT = 256_000_000
PATIENCE = 2.0
_SCHEMA = "CREATE TABLE left (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"


class RepositoryMemo:
    """For one scan: `save` is its end.

    All that is read belongs to the same earlier scan, because it is read in one transaction. Of
    two scans at once, one saves and the other leaves no trace.
    """

    def __init__(self, shared: Memo, path: Path) -> None:
        self._shared = shared
        self._path = path
        self._new: dict[str, bytes] = {}
        self._begun_anew = False
        self._database = self._opened() or self._opened()  # a broken file is dropped at the first try
        self.lasting = self._database is not None

    def get_many(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        return self._shared.get_many(keys)

    def put_many(self, facts: Mapping[str, bytes]) -> None:
        self._shared.put_many(facts)

    def get(self, name: str) -> bytes | None:
        if name in self._new:
            return self._new[name]
        return dict(self._read("SELECT name, value FROM left WHERE name = ?", name)).get(name)

    def under(self, prefix: str) -> Mapping[str, bytes]:
        between = "SELECT name, value FROM left WHERE name >= ? AND name < ?"
        found = dict(self._read(between, prefix, f"{prefix}\U0010ffff"))
        return found | {name: value for name, value in self._new.items() if name.startswith(prefix)}

    def put(self, name: str, value: bytes) -> None:
        self._new[name] = value

    def forget(self) -> None:
        self._new.clear()
        self._begun_anew = True

    def save(self) -> None:
        """Keep what this scan put, for the next one."""
        if self._database is None:
            return
        if self._begun_anew and sum(map(len, self._new.values())) > MAX_LEFT:
            log.warning("%s is not remembered: too large", self._path.name)
            self._new.clear()
        try:
            if self._begun_anew:
                self._database.execute("DELETE FROM left")
            self._database.executemany("INSERT OR REPLACE INTO left VALUES (?, ?)", sorted(self._new.items()))
            self._database.execute("COMMIT")
        except sqlite3.Error as error:
            self._give_up(error)
        finally:
            self._database.close()

    def _read(self, query: str, *values: str) -> list[tuple[str, bytes]]:
        if self._database is None or self._begun_anew:
            return []
        try:
            return self._database.execute(query, values).fetchall()
        except sqlite3.Error as error:
            self._give_up(error)
            raise Forgotten from error

    def _opened(self) -> sqlite3.Connection | None:
        try:
            database = connect(self._path, _SCHEMA, timeout=PATIENCE, journal="DELETE")
            database.execute("BEGIN")
            if is_ours(database):
                return database
            database.close()
        except (sqlite3.Error, OSError) as error:
            self._give_up(error)
        return None

    def _give_up(self, error: Exception) -> None:
        log.warning("%s is not remembered: %s", self._path.name, error)
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
            drop(self._path)
