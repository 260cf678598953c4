"""Staying the owner of a run while the work goes on, and saying how far it is."""

from __future__ import annotations

import logging
import threading
import time
from types import TracebackType
from typing import Any, Self

from django.db import DatabaseError, connection
from django.utils import timezone

from maturity.adapters.errors import AdapterError
from maturity.models import Run
from maturity.models.runs import LEASE

log = logging.getLogger(__name__)

SAY_EVERY = 1.0


class LeaseLost(Exception):
    """Another worker has the run now: whatever this one found must not be written."""


class Cancelled(Exception):
    """Somebody asked for the end."""


class TookTooLong(AdapterError):
    """Longer than a setting allows."""


class Work:
    """Renews the lease from a thread, also while the work is silent; progress comes from the work itself,
    which is stopped when it takes longer than `minutes`."""

    def __init__(self, run: Run, minutes: int) -> None:
        self._run = run
        self._minutes = minutes
        self._deadline = time.monotonic() + 60 * minutes
        self._phase = ""
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

    def say(self, progress: str, percent: int | None = None, *, phase: str = "") -> None:
        """Show it: a new phase at once, otherwise once a second at most.

        Raises LeaseLost when the run is no longer ours, Cancelled and TookTooLong.
        """
        now = time.monotonic()
        if now - self._said >= SAY_EVERY or phase != self._phase:
            self._said, self._phase = now, phase
            self._beat(progress=progress[:200], percent=percent, phase=phase)
            if self._run.asked_to_stop():
                raise Cancelled
        if self._lost:
            raise LeaseLost
        if now > self._deadline:
            message = f"The {self._run.kind} took longer than {self._minutes} minutes."
            raise TookTooLong(message, permanent=True)

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
