"""What Prometheus is told: requests as web processes count them, and the house as the database has it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from maturity.actions.watching import House, Trouble, look, trouble

BUCKETS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
HERE = CollectorRegistry()
DURATIONS = Histogram(
    "rungs_request_seconds", "How long requests took", ["view"], buckets=BUCKETS, registry=HERE
)
RESPONSES = Counter("rungs_responses", "Answers by the hundreds of their status", ["code"], registry=HERE)


def observe(view: str, status: int, seconds: float) -> None:
    DURATIONS.labels(view).observe(seconds)
    RESPONSES.labels(f"{status // 100}xx").inc()


def exposition() -> bytes:
    """Where several web processes share the work, each keeps its numbers in a file, and all are added up."""
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(FromHere())
    registry.register(FromDatabase())
    return generate_latest(registry)


class FromHere(Collector):
    """What this process alone counted."""

    def collect(self) -> Iterator[Metric]:
        yield from HERE.collect()


class FromDatabase(Collector):
    """Asked at each scrape, so that every web server tells the same."""

    def collect(self) -> Iterator[Metric]:
        now = timezone.now()
        try:
            house, seen = look(now), trouble(now)
        except DatabaseError:
            yield _gauge("rungs_database_up", "Whether the database answers", 0)
            return
        yield _gauge("rungs_database_up", "Whether the database answers", 1)
        yield _named("rungs_info", "Which version this is", {settings.RUNGS_VERSION: 1}, "version")
        yield from _house(house, now)
        yield from _trouble(seen)


def _house(house: House, now: datetime) -> Iterator[Metric]:
    runs = GaugeMetricFamily("rungs_runs_open", "Runs that are not over", labels=["kind", "state"])
    for (kind, state), number in house.runs.items():
        runs.add_metric([kind, state], number)
    yield runs
    yield _gauge(
        "rungs_run_waiting_seconds", "How long the oldest queued run waits", _age(house.waiting, now)
    )
    if house.clock is not None:
        yield _gauge("rungs_clock_age_seconds", "Since the last tick of the clock", _age(house.clock, now))
    ages = {name: _age(at, now) for name, at in house.workers.items()}
    yield _named("rungs_worker_age_seconds", "Since the last sign of life of a worker", ages, "worker")


def _trouble(seen: Trouble) -> Iterator[Metric]:
    yield _gauge("rungs_drift_open", "Episodes of drift nobody acknowledged", seen.drift_open)
    yield _gauge("rungs_scans_failed", "Repositories whose last scan failed", seen.scans_failed)
    yield _gauge("rungs_checks_failing", "Stacks whose last check failed", seen.checks_failing)
    yield _named("rungs_outbox", "Messages that wait, or were given up", seen.outbox, "state")
    yield _gauge("rungs_events_undelivered", "Events that were not handed on yet", seen.events)


def _age(then: datetime | None, now: datetime) -> float:
    return max((now - then).total_seconds(), 0.0) if then else 0.0


def _gauge(name: str, says: str, value: float) -> Metric:
    return GaugeMetricFamily(name, says, value=value)


def _named(name: str, says: str, values: dict[str, int] | dict[str, float], label: str) -> Metric:
    family = GaugeMetricFamily(name, says, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family
