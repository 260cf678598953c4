"""Messages in a SQLite file, lent to one holder at a time.

A message is claimed for the length of a lease and deleted when it is acknowledged. Whoever
holds it renews the lease; when the holder dies, the lease runs out and the message is there
again. Every operation is one statement that commits by itself, so many processes may share
the file.

Nothing is kept here that is not in the database as well. So a file that was removed is made
anew, and one that is broken is set aside: the clock sends again what was in it.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

log = logging.getLogger(__name__)

LEASE = 15.0
FORGET_AFTER = 60.0  # a temporary queue whose reader has died

# SQLite forbids a child even to close what its parent opened.
_INHERITED: list[sqlite3.Connection | None] = []
_SCHEMA = """
CREATE TABLE IF NOT EXISTS message (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    queue TEXT NOT NULL,
    payload TEXT NOT NULL,
    visible_at REAL NOT NULL,
    holder TEXT,
    tag TEXT,
    deliveries INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS message_waiting ON message (queue, visible_at, id);
CREATE INDEX IF NOT EXISTS message_lent ON message (tag) WHERE tag IS NOT NULL;
CREATE TABLE IF NOT EXISTS queue (name TEXT PRIMARY KEY, temporary INTEGER NOT NULL, seen_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS binding (
    exchange TEXT NOT NULL,
    routing_key TEXT NOT NULL,
    pattern TEXT NOT NULL,
    queue TEXT NOT NULL,
    PRIMARY KEY (exchange, routing_key, pattern, queue)
);
"""


_DECLARE = "INSERT OR REPLACE INTO queue VALUES (?, ?, ?)"
_BIND = "INSERT OR IGNORE INTO binding VALUES (?, ?, ?, ?)"


class Lent(NamedTuple):
    """One message in our hands until it is acknowledged. `deliveries` counts this one."""

    tag: str
    payload: str
    deliveries: int


class Store:
    """One process's or thread's way to the file. `holder` must be unique among all that share it."""

    def __init__(
        self, path: Path, holder: str, *, lease: float = LEASE, clock: Callable[[], float] = time.time
    ) -> None:
        self.path = path
        self.holder = holder
        self.lease = lease
        self._clock = clock
        self._lock = threading.RLock()
        self._pid = 0
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None
        self._taken = 0
        self._declared: dict[str, bool] = {}
        self._bound: set[tuple[str, str, str, str]] = set()

    def put(self, queue: str, payload: str) -> None:
        self._do(
            "INSERT INTO message (queue, payload, visible_at) VALUES (?, ?, ?)", queue, payload, self._clock()
        )

    def take(self, queue: str) -> Lent | None:
        """The oldest waiting message, lent for one lease."""
        now = self._clock()
        if not self._do("SELECT 1 FROM message WHERE queue = ? AND visible_at <= ? LIMIT 1", queue, now):
            return None  # looking first spares an idle reader the write lock
        self._taken += 1
        tag = f"{self.holder}.{self._taken}"
        rows = self._do(
            "UPDATE message SET visible_at = ?, holder = ?, tag = ?, deliveries = deliveries + 1 WHERE id = ("
            "SELECT id FROM message WHERE queue = ? AND visible_at <= ? ORDER BY visible_at, id LIMIT 1"
            ") RETURNING payload, deliveries",
            now + self.lease, self.holder, tag, queue, now,
        )  # fmt: skip
        return Lent(tag, rows[0][0], rows[0][1]) if rows else None

    def done(self, tag: str) -> None:
        self._do("DELETE FROM message WHERE tag = ?", tag)

    def give_back(self, tag: str) -> None:
        """Somebody else may take it at once."""
        self._do(
            "UPDATE message SET visible_at = ?, holder = NULL, tag = NULL WHERE tag = ?", self._clock(), tag
        )

    def give_back_all(self) -> None:
        self._do(
            "UPDATE message SET visible_at = ?, holder = NULL, tag = NULL WHERE holder = ?",
            self._clock(),
            self.holder,
        )

    def renew(self, queues: list[str]) -> None:
        """Keep what we hold, and the queues we read."""
        now = self._clock()
        self._do("UPDATE message SET visible_at = ? WHERE holder = ?", now + self.lease, self.holder)
        for queue in queues:
            self._do("UPDATE queue SET seen_at = ? WHERE name = ?", now, queue)

    def size(self, queue: str) -> int:
        return int(self._do("SELECT count(*) FROM message WHERE queue = ?", queue)[0][0])

    def purge(self, queue: str) -> int:
        """Drop what is waiting; what is lent goes on. How many there were."""
        return len(self._do("DELETE FROM message WHERE queue = ? AND tag IS NULL RETURNING id", queue))

    def declare(self, queue: str, *, temporary: bool) -> None:
        self._declared[queue] = temporary
        self._do(_DECLARE, queue, int(temporary), self._clock())
        self._sweep()

    def delete(self, queue: str) -> None:
        self._declared.pop(queue, None)
        self._bound = {binding for binding in self._bound if binding[3] != queue}
        for table, column in (("message", "queue"), ("binding", "queue"), ("queue", "name")):
            self._do(f"DELETE FROM {table} WHERE {column} = ?", queue)  # noqa: S608 - names of ours

    def bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        self._bound.add((exchange, routing_key, pattern, queue))
        self._do(_BIND, exchange, routing_key, pattern, queue)

    def bindings(self, exchange: str) -> list[tuple[str, str, str]]:
        """(routing key, pattern, queue)"""
        return self._do("SELECT routing_key, pattern, queue FROM binding WHERE exchange = ?", exchange)

    def broadcast(self, exchange: str, payload: str) -> None:
        """One copy for every queue bound to the exchange."""
        for _, _, queue in self.bindings(exchange):
            self.put(queue, payload)

    def close(self) -> None:
        with self._lock:
            if self._connection is not None and self._pid == os.getpid():
                self.give_back_all()
            self._disconnect()

    def _sweep(self) -> None:
        """Queues whose reader is gone would fill for ever."""
        old = "SELECT name FROM queue WHERE temporary AND seen_at < ?"
        for (queue,) in self._do(old, self._clock() - FORGET_AFTER):
            self.delete(queue)

    def _do(self, statement: str, *values: object) -> list[Any]:
        with self._lock:
            try:
                return self._database().execute(statement, values).fetchall()
            except sqlite3.OperationalError:
                raise  # locked, or no room: the file itself is whole
            except sqlite3.DatabaseError as error:
                self._set_aside(error)
                return self._database().execute(statement, values).fetchall()

    def _database(self) -> sqlite3.Connection:
        """A connection must never cross a fork, nor outlive its file."""
        if self._connection is None or self._pid != os.getpid() or self._file != _identity(self.path):
            self._disconnect()
            self._connection = self._connect()
        return self._connection

    def _connect(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file, self._pid = _identity(self.path), os.getpid()
        connection = sqlite3.connect(self.path, timeout=20, isolation_level=None, check_same_thread=False)
        try:
            _write_ahead(connection)
            connection.execute("PRAGMA synchronous=NORMAL")
            for statement in _SCHEMA.split(";"):
                connection.execute(statement)
            for queue, temporary in self._declared.items():
                connection.execute(_DECLARE, (queue, int(temporary), self._clock()))
            connection.executemany(_BIND, self._bound)
        except sqlite3.Error:
            connection.close()
            raise
        self._file = _identity(self.path)
        return connection

    def _disconnect(self) -> None:
        if self._connection is not None and self._pid == os.getpid():
            self._connection.close()
        else:
            _INHERITED.append(self._connection)
        self._connection = None

    def _set_aside(self, error: sqlite3.DatabaseError) -> None:
        """Unless another process did so already."""
        log.warning("the queue cannot be read and is begun afresh: %s", error)
        self._disconnect()
        if self._file == _identity(self.path):
            for suffix in ("", "-wal", "-shm"):
                with suppress(FileNotFoundError):
                    Path(f"{self.path}{suffix}").replace(f"{self.path}.broken{suffix}")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Of several that make the file together SQLite may refuse some, without waiting."""
    for pause in (0.01, 0.05, 0.2, 1.0):
        with suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA journal_mode=WAL")
            return
        time.sleep(pause)
    connection.execute("PRAGMA journal_mode=WAL")


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
