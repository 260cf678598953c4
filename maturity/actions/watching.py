"""How the house itself does: what its environment page and /metrics show."""

from __future__ import annotations

import logging
from collections import Counter
from datetime import datetime, timedelta
from functools import cache

from django.db import DatabaseError, connection
from django.db.models import Count, Min
from django.utils import timezone
from msgspec import Struct

from maturity.adapters.errors import AdapterError
from maturity.adapters.git.command import version as git
from maturity.adapters.terraform.programs import installed
from maturity.models import (
    CLOCK,
    DriftEpisode,
    Event,
    Notification,
    Pulse,
    Repository,
    Run,
    Stack,
    Standing,
    State,
)

log = logging.getLogger(__name__)
EVERY = timedelta(seconds=30)  # a sign of life; `config.celery` sets the pace
GONE_AFTER = timedelta(days=1)  # a worker that was silent for so long was taken away


class House(Struct, frozen=True):
    """One look at it.

    runs     open ones, by kind and state: ("scan", "queued") → 3
    waiting  since when the oldest queued run waits
    workers  when each was last alive, those of the last day; `clock` likewise
    """

    runs: dict[tuple[str, str], int]
    waiting: datetime | None
    workers: dict[str, datetime]
    clock: datetime | None


def look(now: datetime) -> House:
    """Three small queries: along the index of open runs, and over a handful of rows."""
    open_runs = Run.objects.open().order_by().values_list("kind", "state").annotate(n=Count("pk"))
    pulses = dict(Pulse.objects.filter(at__gt=now - GONE_AFTER).order_by("name").values_list("name", "at"))
    return House(
        runs={(kind, state): number for kind, state, number in open_runs},
        waiting=Run.objects.filter(state=State.QUEUED).aggregate(first=Min("queued_at"))["first"],
        clock=pulses.pop(CLOCK, None),
        workers=pulses,
    )


class Trouble(Struct, frozen=True):
    """What people should look at. outbox: messages by their standing; events: not handed on yet."""

    drift_open: int
    scans_failed: int
    checks_failing: int
    outbox: dict[str, int]
    events: int


def trouble(now: datetime) -> Trouble:
    outbox = Counter(dict(_outbox()))
    return Trouble(
        drift_open=DriftEpisode.objects.alarming(now).count(),
        scans_failed=Repository.objects.shown().exclude(scan_error="").count(),
        checks_failing=Stack.objects.present().failing().count(),
        outbox={standing: outbox[standing] for standing in (Standing.WAITING, Standing.DEAD)},
        events=Event.objects.undelivered().count(),
    )


def _outbox() -> list[tuple[str, int]]:
    found = Notification.objects.filter(state__in=[Standing.WAITING, Standing.DEAD]).order_by()
    return list(found.values_list("state").annotate(n=Count("pk")))


def pulse(name: str) -> None:
    """Called by a worker's timer: whatever goes wrong here, the worker goes on."""
    try:
        Pulse.beat(name, timezone.now())
    except DatabaseError as error:
        log.warning("the sign of life could not be stored: %s", error)
    finally:
        # The children of this process must not share what it opened.
        connection.close()
        close_pool = getattr(connection, "close_pool", None)  # PostgreSQL's
        if close_pool:
            close_pool()


@cache
def programs() -> dict[str, str]:
    """What this machine has of git and of what plans: name to version, "" where it is missing."""
    try:
        found = {"git": git().removeprefix("git version ").strip()}
    except AdapterError:
        found = {"git": ""}
    return found | installed()
