"""Two clocks at the same second: no metric is given out twice, and nobody is told twice."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from maturity.models import Event
from releases.actions.metrics import due_metrics
from releases.actions.metrics.health import failed
from releases.adapters.metrics import Failed
from releases.models import MetricSource
from tests.releases.actions.test_at_once import at_once
from tests.releases.factories import make_application, make_metric, make_source

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 23, 12, 2, tzinfo=UTC)


def test_two_clocks_give_each_metric_out_once():
    application, source = make_application(), make_source(kind="prometheus")
    metrics = {make_metric(application, f"m{n}", source=source).pk for n in range(50)}
    given = at_once(*[lambda: due_metrics(NOW)] * 4)
    flat = [pk for lists in given if isinstance(lists, list) for some in lists for pk in some]
    assert sorted(flat) == sorted(metrics)


def test_two_workers_tell_of_a_failing_source_once():
    source = make_source(kind="prometheus")
    error = Failed("Prometheus answered 401.", permanent=True, of_source=True)
    at_once(*[lambda: failed(MetricSource.objects.get(pk=source.pk), error, NOW)] * 4)
    assert Event.objects.filter(kind="source.failing").count() == 1
