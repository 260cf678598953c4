"""What the readers made of each content, for all repositories."""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeVar

from django.conf import settings

from maturity.adapters.memo.database import connect, drop
from maturity.core.memo import PerContent

T = TypeVar("T")
log = logging.getLogger(__name__)

MAX_FILE = 2_000_000_000
_SCHEMA = "CREATE TABLE fact (key TEXT PRIMARY KEY, value BLOB NOT NULL)"


class BlobMemo(PerContent):
    """Facts of every repository, in a SQLite file of its own."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or settings.RUNGS_DATA / "facts.sqlite3"

    def get_many(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        rows = "SELECT key, value FROM fact WHERE key IN (SELECT value FROM json_each(?))"
        none: dict[str, bytes] = {}
        return self._attempt(lambda database: dict(database.execute(rows, (json.dumps(list(keys)),))), none)

    def put_many(self, facts: Mapping[str, bytes]) -> None:
        def insert(database: sqlite3.Connection) -> None:
            database.execute("BEGIN IMMEDIATE")
            database.executemany("INSERT OR IGNORE INTO fact VALUES (?, ?)", facts.items())
            database.execute("COMMIT")

        self._attempt(insert, None)

    def prune(self) -> None:
        """Start afresh when it has grown too large."""
        with suppress(OSError):
            if self.path.stat().st_size > MAX_FILE:
                drop(self.path)

    def _attempt(self, work: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        try:
            with closing(connect(self.path, _SCHEMA, timeout=20, journal="WAL")) as database:
                return work(database)
        except (sqlite3.OperationalError, OSError) as error:
            log.warning("facts are not remembered: %s", error)
        except sqlite3.DatabaseError as error:
            log.warning("facts are forgotten: %s", error)
            drop(self.path)
        return otherwise
