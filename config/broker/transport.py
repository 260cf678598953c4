"""The embedded queue as kombu, and so Celery, wants it."""

from __future__ import annotations

import json
import logging
import os
import sqlite3
import threading
from pathlib import Path
from queue import Empty
from typing import Any
from uuid import uuid4

from kombu.transport import virtual

from config.broker.store import LEASE, Store

log = logging.getLogger(__name__)


class QoS(virtual.QoS):
    """Acknowledging deletes the message; what is not acknowledged stays in the file anyway."""

    restore_at_shutdown = False

    def ack(self, delivery_tag: str) -> None:
        self.channel.store.done(delivery_tag)
        super().ack(delivery_tag)

    def reject(self, delivery_tag: str, requeue: bool = False) -> None:  # noqa: FBT001, FBT002 - kombu's signature
        store = self.channel.store
        (store.give_back if requeue else store.done)(delivery_tag)
        super().ack(delivery_tag)


class Channel(virtual.Channel):
    """Reads and writes the file named by the transport option `path`; `lease` is in seconds."""

    QoS = QoS
    supports_fanout = True
    do_restore = False

    def __init__(self, connection: Any, **kwargs: Any) -> None:
        super().__init__(connection, **kwargs)
        options = connection.client.transport_options
        holder = f"{os.getpid()}-{uuid4().hex[:12]}"
        self.store = Store(Path(options["path"]), holder, lease=options.get("lease", LEASE))
        self._over = threading.Event()
        self._keeper: threading.Thread | None = None

    def basic_consume(self, queue: str, *args: Any, **kwargs: Any) -> Any:
        if self._keeper is None:
            self._keeper = threading.Thread(target=self._keep, daemon=True)
            self._keeper.start()
        return super().basic_consume(queue, *args, **kwargs)

    def close(self) -> None:
        if not self.closed:
            self._over.set()
            if self._keeper is not None:
                self._keeper.join()
            self.store.close()
        super().close()

    def get_table(self, exchange: str) -> list[tuple[str, str, str]]:
        return self.store.bindings(exchange)

    def _keep(self) -> None:
        """Renew for as long as this process lives."""
        while not self._over.wait(self.store.lease / 3):
            try:
                self.store.renew(list(self._active_queues))
            except sqlite3.Error:
                log.warning("leases of the queue could not be renewed", exc_info=True)

    def _put(self, queue: str, message: dict[str, Any], **kwargs: Any) -> None:
        self.store.put(queue, json.dumps(message))

    def _put_fanout(self, exchange: str, message: dict[str, Any], routing_key: str, **kwargs: Any) -> None:
        self.store.broadcast(exchange, json.dumps(message))

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, Any]:
        lent = self.store.take(queue)
        if lent is None:
            raise Empty
        message: dict[str, Any] = json.loads(lent.payload)
        message["properties"]["delivery_tag"] = lent.tag
        message["properties"]["delivery_info"]["redelivered"] = lent.deliveries > 1
        return message

    def _size(self, queue: str) -> int:
        return self.store.size(queue)

    def _purge(self, queue: str) -> int:
        return self.store.purge(queue)

    def _new_queue(self, queue: str, auto_delete: bool = False, **kwargs: Any) -> None:  # noqa: FBT001, FBT002
        self.store.declare(queue, temporary=auto_delete)

    def _delete(self, queue: str, *args: Any, **kwargs: Any) -> None:
        self.store.delete(queue)

    def _queue_bind(self, exchange: str, routing_key: str | None, pattern: Any, queue: str) -> None:
        # Topic exchanges hand over a compiled pattern.
        text = getattr(pattern, "pattern", pattern) or ""
        self.store.bind(exchange, routing_key or "", text, queue)


class Transport(virtual.Transport):
    Channel = Channel
    polling_interval = 0.1
    driver_type = "sqlite"
    driver_name = "rungs"
    connection_errors = (ConnectionError, sqlite3.DatabaseError)  # type: ignore[assignment]
    implements = virtual.Transport.implements.extend(exchange_type=frozenset({"direct", "topic", "fanout"}))

    def driver_version(self) -> str:
        return sqlite3.sqlite_version
