"""Metrics collected by the clock: rows, gaps, late points, and sources that do not behave."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from msgspec.structs import replace

from releases import tasks
from releases.actions.metrics import collecting, due_metrics, forget_old
from releases.adapters import metrics as metrics_adapter
from releases.models import Metric, MetricPoint, MetricSample, MetricSource
from tests.releases.factories import make_application, make_metric, make_source
from tests.releases.metric_scene import BUSY, NOW, SLOT, WRONG, answers, everything, flat, metric

__all__ = ["answers", "metric"]
pytestmark = pytest.mark.django_db


def samples(metric: Metric) -> list[tuple[Any, ...]]:
    rows = metric.samples.order_by("at")
    return [(f"{row.at:%H:%M}", row.value or (row.bad, row.total), row.points) for row in rows]


def test_medians_of_a_level_and_sums_of_counts_are_kept(metric, answers):
    errors = make_metric(
        metric.application, "Errors", kind="counts", total_query="all", source=metric.source,
        read_at=NOW - SLOT,
    )  # fmt: skip
    answers(flat)
    assert everything().samples == 6
    assert samples(metric) == [("11:45", 2.0, 5), ("11:50", 2.0, 5), ("11:55", 2.0, 5)]
    assert samples(errors)[0] == ("11:45", (5.0, 50.0), 5)


def test_values_are_kept_in_the_unit_of_the_metric(metric, answers):
    Metric.objects.update(scale=1000.0)
    answers(flat)
    everything()
    assert samples(metric)[0][1] == 2000.0


def test_five_minutes_without_a_point_have_no_row(metric, answers):
    answers(lambda asked: replace(flat(asked), points=flat(asked).points[:5]))
    everything()
    assert [at for at, *_ in samples(metric)] == ["11:45"]


def test_points_that_came_late_correct_the_last_slots(metric, answers):
    answers(lambda asked: replace(flat(asked), points=flat(asked).points[:-2]))
    everything()
    answers(flat)
    everything(NOW + SLOT)
    assert samples(metric)[2] == ("11:55", 2.0, 5)


def meanwhile(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object]) -> None:
    """Once the source has answered, and nothing is kept yet."""
    original = metrics_adapter.read_together

    def read(*given: Any) -> Any:
        found = original(*given)
        happens()
        return found

    monkeypatch.setattr(collecting, "read_together", read)


def test_a_metric_that_is_removed_while_it_is_read_costs_no_other(metric, answers, monkeypatch):
    good = make_metric(metric.application, "Good", query="good", source=metric.source)
    answers(flat)
    meanwhile(monkeypatch, Metric.objects.filter(query="latency").delete)
    everything()
    assert samples(good)
    assert MetricSample.objects.exclude(metric=good).count() == 0


def test_what_was_asked_before_a_change_is_not_kept_after_it(metric, answers, monkeypatch):
    answers(flat)
    meanwhile(monkeypatch, lambda: Metric.objects.update(query="another"))
    everything()
    metric.refresh_from_db()
    assert (samples(metric), metric.read_at) == ([], NOW - SLOT)


def test_collected_twice_nothing_is_there_twice(metric, answers):
    answers(flat)
    everything()
    everything()
    assert len(samples(metric)) == 3


def test_after_an_outage_what_was_missed_is_read(metric, answers):
    Metric.objects.update(read_at=NOW - timedelta(hours=3))
    seen = answers(flat)
    everything()
    assert seen[0].starts == datetime(2026, 11, 23, 8, 50, tzinfo=UTC)
    assert len(samples(metric)) == 38


@pytest.mark.parametrize("read_at", [None, NOW - timedelta(days=30)])
def test_after_a_long_outage_and_at_first_a_day_is_read(metric, answers, read_at):
    Metric.objects.update(read_at=read_at)
    seen = answers(flat)
    everything()
    assert seen[0].starts == datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def test_a_metric_read_in_the_future_is_read_all_the_same(metric, answers):
    """The clock was put back."""
    Metric.objects.update(read_at=NOW + timedelta(days=1))
    seen = answers(flat)
    everything()
    assert seen[0].starts < seen[0].ends


def test_a_query_that_fails_costs_no_other_and_says_why(metric, answers):
    good = make_metric(metric.application, "Good", query="good", source=metric.source)
    answers(lambda asked: flat(asked) if asked.query == "good" else WRONG)
    assert everything().failed == 1
    metric.refresh_from_db()
    good.refresh_from_db()
    assert (metric.error, good.error, good.read_at) == (WRONG.message, "", NOW)
    assert MetricSource.objects.get().error == ""


def test_a_metric_that_works_again_has_no_error(metric, answers):
    answers(lambda asked: WRONG)
    everything()
    answers(flat)
    everything()
    metric.refresh_from_db()
    assert metric.error == ""


def test_what_nobody_foresaw_costs_one_metric_alone(metric, answers):
    good = make_metric(metric.application, "Good", query="good", source=metric.source)
    answers(lambda asked: flat(asked) if asked.query == "good" else ZeroDivisionError())
    everything()
    assert samples(good)


def test_a_source_that_is_down_is_not_asked_for_every_metric(metric, answers):
    for n in range(100):
        make_metric(metric.application, f"m{n}", source=metric.source)
    seen = answers(lambda asked: BUSY)
    assert everything().failed == 101
    assert len(seen) <= 3 + 8
    assert set(Metric.objects.values_list("error", flat=True)) == {BUSY.message}


def test_a_source_that_is_down_keeps_no_other_waiting(metric, answers):
    other = make_source("Other", kind="prometheus", url="https://other.example")
    good = make_metric(metric.application, "Good", source=other)
    answers(lambda asked: flat(asked) if "other" in asked.url else BUSY)
    everything()
    assert samples(good)
    assert not samples(metric)


def test_a_source_that_is_slow_is_given_up_for_this_time(metric, answers, monkeypatch):
    seen = answers(flat)
    monkeypatch.setattr("releases.adapters.metrics._together.SECONDS", 0.0)
    assert everything().failed == 1
    metric.refresh_from_db()
    assert metric.error == "Prometheus took longer than 0 seconds for what was asked before."
    assert seen == []


def test_a_secret_whose_key_is_gone_is_said(metric, settings):
    settings.RUNGS_ENCRYPTION_KEYS = ["another key, which is long enough to be one"]
    everything()
    metric.refresh_from_db()
    assert "was sealed with a key that is not in RUNGS_ENCRYPTION_KEYS" in metric.error


def test_a_metric_is_given_out_once_in_five_minutes(metric):
    assert due_metrics(NOW) == [[metric.pk]]
    assert due_metrics(NOW) == []
    assert due_metrics(NOW + timedelta(minutes=2)) == []
    assert due_metrics(NOW + timedelta(minutes=3)) == [[metric.pk]]


def test_what_is_paused_archived_or_sent_is_not_asked_for(metric):
    make_metric(metric.application, "Paused", source=metric.source, paused=True)
    make_metric(make_application("old", archived=True), source=metric.source)
    make_metric(metric.application, "Sent", source=make_source("CI"))
    assert due_metrics(NOW) == [[metric.pk]]


def test_sources_and_many_metrics_are_tasks_of_their_own(metric, monkeypatch):
    monkeypatch.setattr("releases.actions.metrics.collecting.AT_ONCE", 2)
    other = make_source("Other", kind="prometheus")
    pks = [make_metric(metric.application, f"m{n}", source=metric.source).pk for n in range(2)]
    alone = make_metric(metric.application, "Other", source=other).pk
    assert due_metrics(NOW) == [[*pks], [metric.pk], [alone]]


def test_forty_metrics_are_collected_in_as_many_queries_as_one(metric, answers):
    answers(flat)
    few = queries()
    for n in range(39):
        make_metric(metric.application, f"m{n}", source=metric.source, read_at=NOW - SLOT)
    assert queries() == few


def queries() -> int:
    with CaptureQueriesContext(connection) as asked:
        everything()
    return len(asked)


def test_what_is_older_than_it_is_kept_goes(metric):
    for days in (41, 43):
        MetricSample.objects.create(metric=metric, at=NOW - timedelta(days=days), value=1, points=5)
    for days in (7, 9):
        MetricPoint.objects.create(metric=metric, at=NOW - timedelta(days=days), value=1)
    assert forget_old(NOW) == 2
    assert (MetricSample.objects.count(), MetricPoint.objects.count()) == (1, 1)
    assert forget_old(NOW) == 0


def test_the_clock_gives_metrics_to_workers(metric, answers, monkeypatch):
    answers(flat)
    monkeypatch.setattr(tasks.collect_metrics, "apply_async", lambda args, **_: tasks.collect_metrics(*args))
    tasks.tick_metrics()
    metric.refresh_from_db()
    assert metric.read_at is not None
