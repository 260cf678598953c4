"""`python -m bench.chain`: how long a chain of 100,000 events takes to prove.

It adds the events to the database that DATABASE_URL names: give it a scratch one.
"""

from __future__ import annotations

import argparse
import os
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection  # noqa: E402 - Django's settings come first
from django.utils import timezone  # noqa: E402

from maturity.actions import chain  # noqa: E402
from maturity.models import Event  # noqa: E402

TARGET = 5.0


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.chain", description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    number = parser.parse_args().events
    fill(number)
    started = time.perf_counter()
    while chain.sweep(5000):
        pass
    sealed = time.perf_counter() - started
    started = time.perf_counter()
    report = chain.verify()
    proved = time.perf_counter() - started
    per = proved * 100_000 / max(report.links, 1)
    print(f"{connection.vendor}: {report.links:,} links, {len(report.flaws)} flaws")
    print(
        f"added in {sealed:.1f} s, proved in {proved:.2f} s: {per:.2f} s for 100,000 (target <= {TARGET:g} s)"
    )


def fill(number: int) -> None:
    now = timezone.now()
    data = {"resources": 3, "episode": 17, "addresses": ["aws_instance.web", "aws_db_instance.main"]}
    for start in range(0, number, 5000):
        Event.objects.bulk_create(
            Event(kind="drift.grew", subject=f"live/prod/{one}", data={**data, "n": one}, at=now)
            for one in range(start, min(start + 5000, number))
        )


if __name__ == "__main__":
    main()
