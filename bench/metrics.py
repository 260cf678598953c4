"""Metrics collected by one worker from a real Prometheus: `python -m bench.metrics`.

Everything is made for it and thrown away: a database (DATABASE_URL names another one that is empty), a
Prometheus with series for each metric, the metrics. What is measured is the turn of the clock after five
minutes, when each metric is read with its last three slots; half of them by counts, with two queries. It is
held against the same queries over plain HTTP, by as many threads, with the answers thrown away.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import django

FOLDER = tempfile.TemporaryDirectory(prefix="rungs-bench-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("RUNGS_DATA", FOLDER.name)
os.environ.setdefault("DATABASE_URL", f"sqlite:///{FOLDER.name}/db.sqlite3")
os.environ |= {"RUNGS_ALLOW_HTTP": "1", "RUNGS_ALLOW_PRIVATE_ADDRESSES": "1"}
django.setup()

from django.core.management import call_command  # noqa: E402 - Django's settings come first
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from releases.actions.metrics import collect, due_metrics  # noqa: E402
from releases.adapters.metrics._together import THREADS  # noqa: E402
from releases.core.slots import SLOT, slot_of  # noqa: E402
from releases.models import Application, Metric, MetricSample, MetricSource  # noqa: E402
from tests.servers_metrics import openmetrics, prometheus  # noqa: E402

TARGET = 1_000  # metrics a minute
COUNTED = ("bad_total", "all_total")


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.metrics", description=__doc__)
    parser.add_argument("--metrics", type=int, default=1_000)
    parser.add_argument("--repeat", type=int, default=3)
    given = parser.parse_args()
    call_command("migrate", verbosity=0)
    now = slot_of(timezone.now())
    with prometheus(Path(FOLDER.name) / "prometheus", remembered(given.metrics, now)) as url:
        bind(url, given.metrics, now)
        ours = min(seconds(lambda: turn(given.metrics, now)) for _ in range(given.repeat))
        plain = min(seconds(lambda: asked(url, given.metrics, now)) for _ in range(given.repeat))
    rate = given.metrics / ours * 60
    print(f"{connection.vendor}, {given.metrics:,} metrics, {MetricSample.objects.count():,} samples\n")
    print(f"{'collected and kept':34}{ours:9.2f} s")
    print(f"{'the same queries, plain HTTP':34}{plain:9.2f} s")
    print(f"{'ratio':34}{ours / plain:9.2f}")
    print(f"{'metrics a minute':34}{rate:9,.0f}   >= {TARGET:,}{'' if rate >= TARGET else '   MISSED'}")


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def remembered(metrics: int, now: datetime) -> str:
    """A point every 15 seconds of the last half hour."""
    times = [now.timestamp() + at for at in range(-1800, 1, 15)]
    names = ["latency_seconds", *COUNTED]
    return openmetrics(
        (f'{name}{{n="{n}"}}', [(at, (at % 86_400) * (n + 1) / 1000) for at in times])
        for name in names for n in range(metrics)
    )  # fmt: skip


def queries(n: int, step: str) -> tuple[str, ...]:
    if n % 2:
        return (f'sum(latency_seconds{{n="{n}"}})',)
    return tuple(f'sum(increase({name}{{n="{n}"}}[{step}]))' for name in COUNTED)


def bind(url: str, metrics: int, now: datetime) -> None:
    source = MetricSource.objects.create(name="bench", kind="prometheus", url=url, created_at=now)
    application = Application.objects.create(name="bench", slug="bench", created_at=now)
    Metric.objects.bulk_create(
        Metric(
            application=application, environment="prod", source=source, name=f"m{n}", created_at=now,
            kind="level" if n % 2 else "counts", query=queries(n, "$step")[0],
            total_query="" if n % 2 else queries(n, "$step")[1],
        ) for n in range(metrics)
    )  # fmt: skip


def turn(metrics: int, now: datetime) -> None:
    """What the clock and a worker do."""
    Metric.objects.update(asked_at=None, read_at=now - SLOT)
    done = [collect(some, now) for some in due_metrics(now)]
    if sum(one.metrics for one in done) != metrics or any(one.failed for one in done):
        raise SystemExit(f"not every metric was read: {done}")


def asked(url: str, metrics: int, now: datetime) -> None:
    starts, step = (now - 3 * SLOT).timestamp(), timedelta(minutes=1).total_seconds()
    wanted = [query for n in range(metrics) for query in queries(n, "60s")]

    def ask(query: str) -> None:
        given = {"query": query, "start": starts, "end": now.timestamp() - step, "step": step}
        with urlopen(Request(f"{url}/api/v1/query_range", urlencode(given).encode())) as answer:
            answer.read()

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(ask, wanted))


if __name__ == "__main__":
    main()
