"""A source that fails: asked less and less, told of once, and once more when it works again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from maturity.models import Event
from releases.actions.metrics import due_metrics
from releases.adapters.metrics import Failed
from releases.models import MetricSource
from tests.releases.metric_scene import BUSY, NOW, SLOT, answers, everything, flat, metric

__all__ = ["answers", "metric"]
pytestmark = pytest.mark.django_db


def test_a_source_is_told_of_when_it_fails_twice_and_when_it_works_again(metric, answers):
    answers(lambda asked: BUSY)
    for n in range(4):
        everything(NOW + n * SLOT)
    assert kinds() == ["source.failing"]
    answers(flat)
    everything(NOW + 4 * SLOT)
    everything(NOW + 5 * SLOT)
    assert kinds() == ["source.failing", "source.recovered"]


def kinds() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def test_a_source_that_hiccups_once_is_not_told_of(metric, answers):
    answers(lambda asked: BUSY)
    everything()
    answers(flat)
    everything(NOW + SLOT)
    assert kinds() == []


def test_what_cannot_pass_is_told_at_once(metric, answers):
    answers(lambda asked: Failed("Prometheus answered 401.", permanent=True, of_source=True))
    everything()
    assert kinds() == ["source.failing"]
    assert Event.objects.get().data["error"] == "Prometheus answered 401."


def test_a_source_that_fails_is_asked_less_and_less(metric, answers):
    answers(lambda asked: BUSY)
    waits = []
    for _ in range(6):
        everything()
        waits.append(MetricSource.objects.get().retry_at or NOW)
    assert [(until - NOW).total_seconds() // 60 for until in waits] == [4, 8, 16, 32, 60, 60]
    assert due_metrics(NOW) == []
    assert due_metrics(NOW + timedelta(hours=1)) == [[metric.pk]]
