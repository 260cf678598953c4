"""A metric of a Prometheus that says what a test wants it to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from releases.actions.metrics import collect
from releases.adapters.metrics import Asked, Failed, Series, all_sources
from releases.models import Metric
from tests.releases.factories import make_application, make_metric, make_source

NOW = datetime(2026, 11, 23, 12, 2, tzinfo=UTC)
SLOT = timedelta(minutes=5)
BUSY = Failed("Prometheus answered 503: busy.", permanent=False, of_source=True)
WRONG = Failed("Prometheus answered 400: bad_data: parse error.", permanent=True)
Answer = Callable[[Asked], Any]


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Callable[[Answer], list[Asked]]:
    """Set what Prometheus says, by a function of what it is asked. What it was asked comes back."""

    def set_to(answer: Answer) -> list[Asked]:
        seen: list[Asked] = []

        def read(asked: Asked) -> Series:
            seen.append(asked)
            found: Series | Exception = answer(asked)
            if isinstance(found, Exception):
                raise found
            return found

        known = all_sources()
        changed = {**known, "prometheus": replace(known["prometheus"], read=read)}
        for module in ("collecting", "live"):
            monkeypatch.setattr(f"releases.actions.metrics.{module}.all_sources", lambda: changed)
        return seen

    return set_to


@pytest.fixture
def metric() -> Metric:
    source = make_source(kind="prometheus", url="https://prometheus.example", secret="token-of-ours")
    return make_metric(make_application(), source=source, read_at=NOW - SLOT)


def flat(asked: Asked) -> Series:
    """A point a minute."""
    times = [float(at) for at in range(int(asked.since), int(asked.until), asked.step_seconds)]
    points = [(at, 1.0, 10.0) if asked.counts else (at, 2.0) for at in times]
    return Series(points=tuple(points), step_seconds=60)


def everything(now: datetime = NOW) -> Any:
    return collect(list(Metric.objects.values_list("pk", flat=True)), now)
