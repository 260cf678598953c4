"""Many metrics of one source at once: one that is slow or down keeps nobody waiting for long."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from maturity.adapters.errors import OURS, AdapterError
from releases.adapters.metrics._port import Asked, Failed, Outcome, Source

_log = logging.getLogger(__name__)
THREADS = 8
SECONDS = 60.0  # for all metrics of one call
ENOUGH = 3  # failures in a row after which a source counts as down


def read_together(source: Source, asked: Sequence[Asked]) -> list[Outcome]:
    """An answer for each, in their order. Raises nothing."""
    if source.together is not None:
        return source.together(asked)
    turn = _Turn(source, time.monotonic() + SECONDS)
    with ThreadPoolExecutor(min(THREADS, max(1, len(asked))), "metrics") as pool:
        return list(pool.map(turn.read, asked))


class _Turn:
    """What the threads know together."""

    def __init__(self, source: Source, end: float) -> None:
        self._source, self._end = source, end
        self._lock = threading.Lock()
        self._row = 0
        self._last: AdapterError | None = None

    def read(self, asked: Asked) -> Outcome:
        if self._row >= ENOUGH and self._last is not None:
            return self._last
        if time.monotonic() >= self._end:
            said = f"took longer than {SECONDS:.0f} seconds for what was asked before"
            return Failed(f"{self._source.title} {said}.", permanent=False, of_source=True)
        outcome = _read(self._source, asked)
        with self._lock:
            down = isinstance(outcome, AdapterError) and getattr(outcome, "of_source", True)
            self._row = self._row + 1 if down else 0
            self._last = outcome if isinstance(outcome, AdapterError) and down else self._last
        return outcome


def _read(source: Source, asked: Asked) -> Outcome:
    try:
        return source.read(asked)
    except AdapterError as error:
        return error
    except Exception:  # noqa: BLE001 - one metric that nobody foresaw costs no other
        _log.exception("reading a metric of %s", source.kind)
        return Failed(OURS, permanent=False)
