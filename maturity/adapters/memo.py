"""What the readers made of each content, remembered on this machine.

Two layers: one file shared by all repositories, and one small pack per repository that holds
what its last scan used, so that the next scan reads one file instead of looking up thousands
of rows. Both are caches: whatever goes wrong with them costs time, never a scan. They stay on
local disk with PostgreSQL too, because thousands of look-ups over a network would cost more
than reading the files again.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeVar

import msgspec
from django.conf import settings

from maturity.adapters.files import replace_file
from maturity.core.memo import Memo

T = TypeVar("T")
log = logging.getLogger(__name__)

MAX_FILE = 2_000_000_000
MAX_PACK = 64_000_000


class BlobMemo:
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

    def get(self, name: str) -> bytes | None:
        """Nothing: what belongs to one repository is not shared."""
        return None

    def put(self, name: str, value: bytes) -> None:
        return None

    def prune(self) -> None:
        """Start afresh when it has grown too large."""
        with suppress(OSError):
            if self.path.stat().st_size > MAX_FILE:
                self._drop()

    def _attempt(self, work: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        try:
            with closing(self._connect()) as database:
                return work(database)
        except (sqlite3.OperationalError, OSError) as error:
            log.warning("facts are not remembered: %s", error)
        except sqlite3.DatabaseError as error:
            log.warning("facts are forgotten: %s", error)
            self._drop()
        return otherwise

    def _connect(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self.path, timeout=20, isolation_level=None)
        try:
            database.execute("PRAGMA journal_mode=WAL")
            database.execute("PRAGMA synchronous=OFF")
            database.execute("CREATE TABLE IF NOT EXISTS fact (key TEXT PRIMARY KEY, value BLOB NOT NULL)")
        except sqlite3.Error:
            database.close()
            raise
        return database

    def _drop(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            with suppress(OSError):
                Path(f"{self.path}{suffix}").unlink()


class Pack(msgspec.Struct):
    """What one scan leaves to the next: facts per content, and whatever else by name."""

    facts: dict[str, bytes] = {}
    left: dict[str, bytes] = {}


class RepositoryMemo:
    """What the last scan of one repository left, before what is known of all repositories."""

    def __init__(self, shared: Memo, path: Path) -> None:
        self._shared = shared
        self._path = path
        self._old = self._load()
        self._new = Pack({}, {})

    def get_many(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        known = self._old.facts
        found = {key: known[key] for key in keys if key in known}
        missing = [key for key in keys if key not in known]
        if missing:
            found.update(self._shared.get_many(missing))
        self._new.facts.update(found)
        return found

    def put_many(self, facts: Mapping[str, bytes]) -> None:
        self._shared.put_many(facts)
        self._new.facts.update(facts)

    def get(self, name: str) -> bytes | None:
        value = self._new.left.get(name) or self._old.left.get(name)
        if value is not None:
            self._new.left[name] = value
        return value

    def put(self, name: str, value: bytes) -> None:
        self._new.left[name] = value

    def save(self) -> None:
        """Keep what this scan used, and nothing else, for the next one."""
        same = self._new.facts.keys() == self._old.facts.keys() and self._new.left == self._old.left
        if same or sum(map(len, self._new.facts.values())) > MAX_PACK:
            return
        replace_file(self._path, msgspec.msgpack.encode(self._new))

    def _load(self) -> Pack:
        try:
            return _PACKS.decode(self._path.read_bytes())
        except (OSError, msgspec.MsgspecError):
            return Pack({}, {})


_PACKS = msgspec.msgpack.Decoder(Pack)
