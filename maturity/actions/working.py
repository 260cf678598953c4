"""Staying the owner of a run while the work goes on, and saying how far it is."""

from __future__ import annotations

import logging
import threading
import time
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from maturity.adapters.errors import AdapterError
from maturity.models import Run
from maturity.models.runs import LEASE

log = logging.getLogger(__name__)

SAY_EVERY = 1.0


class LeaseLost(Exception):
    """Another worker has the run now: whatever this one found must not be written."""


class Work:
    """Renews the lease from a thread, also while the work is silent; progress comes from the work itself,
    which is stopped when it takes too long."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._deadline = time.monotonic() + 60 * settings.RUNGS_SCAN_MINUTES
        self._over = threading.Event()
        self._lost = False
        self._said = 0.0
        self._thread = threading.Thread(target=self._renew, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def say(self, progress: str, percent: int | None = None) -> None:
        """Show it, at most once a second. Raises LeaseLost when the run is no longer ours."""
        now = time.monotonic()
        if now - self._said >= SAY_EVERY:
            self._said = now
            self._beat(progress=progress, percent=percent)
        if self._lost:
            raise LeaseLost
        if now > self._deadline:
            message = f"The scan took longer than {settings.RUNGS_SCAN_MINUTES} minutes."
            raise AdapterError(message, permanent=True)

    def fetching(self, what: str, percent: int | None) -> None:
        self.say(what, percent)

    def reading(self, done: int, total: int) -> None:
        self.say(f"reading {done:,} of {total:,} files", 100 * done // max(total, 1))

    def _beat(self, **progress: Any) -> None:
        if not self._run.beat(timezone.now(), **progress):
            self._lost = True

    def _renew(self) -> None:
        try:
            while not self._over.wait(LEASE.total_seconds() / 4):
                try:
                    self._beat()
                except DatabaseError:
                    log.warning("the lease of run %s could not be renewed", self._run.pk, exc_info=True)
        finally:
            connection.close()
