"""POST /metrics: points that CI sends, kept and sampled, and what is refused of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from maturity.models import ApiToken
from releases.actions.metrics import read_live
from releases.models import Metric, MetricPoint, MetricSample
from tests.releases.factories import make_application, make_metric, make_source

BEGAN = timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(hours=3)


@pytest.fixture
def send(shell, post):
    ApiToken.objects.update(verbs=["metrics"])
    source = make_source("CI")
    make_metric(shell, source=source, query="latency", scale=1000.0)
    make_metric(shell, "Errors", source=source, query="errors", kind="counts")

    def sent(metric: str = "latency", points: Any = (), **more: Any) -> Any:
        series = [{"metric": metric, "points": list(points)}]
        return post("metrics", **{"environment": "prod", "metrics": series, **more})

    return sent


def at(minutes: float, **numbers: float) -> dict[str, Any]:
    return {"at": (BEGAN + timedelta(minutes=minutes)).isoformat(), **numbers}


def samples() -> list[tuple[Any, ...]]:
    rows = MetricSample.objects.order_by("metric", "at")
    return [((row.at - BEGAN).total_seconds() // 60, row.value or (row.bad, row.total), row.points)
            for row in rows]  # fmt: skip


def test_points_of_a_level_are_kept_and_sampled_in_its_unit(send):
    answer = send(points=[at(1, value=0.3), at(0, value=0.1), at(2, value=0.2), at(6, value=0.4)])
    assert answer.json() == {"application": "ai-shell", "environment": "prod", "metrics": 1, "points": 4}
    assert samples() == [(0, 200.0, 3), (5, 400.0, 1)]
    assert Metric.objects.get(query="latency").read_at is not None


def test_points_of_counts_are_summed(send):
    send("errors", [at(0, bad=1, total=10), at(1, bad=0, total=20)])
    assert samples() == [(0, (1.0, 30.0), 2)]


def test_sent_twice_nothing_is_there_twice_and_what_came_later_counts(send):
    points = [at(0, value=0.1), at(1, value=0.3)]
    send(points=points)
    assert send(points=points).json()["points"] == 2
    send(points=[at(0, value=0.3)])
    assert samples() == [(0, 300.0, 2)]
    assert MetricPoint.objects.count() == 2


def test_seconds_since_1970_are_a_time(send):
    assert send(points=[{"at": BEGAN.timestamp(), "value": 1}]).status_code == 200


def test_the_same_point_twice_in_one_request_is_one(send):
    assert send(points=[at(0, value=1), at(0, value=1)]).json()["points"] == 1


@pytest.mark.parametrize(
    ("metric", "points", "said"),
    [
        ("latency", [at(0, value=1), at(0, value=2)], "Z is there twice, with other numbers."),
        ("latency", [at(0, value=-1)], "greater than or equal to 0"),
        ("latency", [at(0, value=1e300)], "value: "),
        ("latency", [at(0, bad=1, total=2)], "this metric is a level, so it has a value"),
        ("latency", [at(0)], "this metric is a level, so it has a value"),
        ("errors", [at(0, value=1)], "this metric is counted, so it has bad and total, and no value."),
        ("errors", [at(0, bad=1)], "this metric is counted, so it has bad and total, and no value."),
        ("errors", [at(0, bad=3, total=2)], "it has more bad ones than all."),
        ("latency", [at(60 * 24, value=1)], "it lies in the future."),
        ("latency", [at(-60 * 24 * 8, value=1)], "it is older than 7 days."),
        ("latency", [{"at": "soon", "value": 1}], "at: "),
        ("latency", [{"at": 1e300, "value": 1}], "at: "),
        ("latency", [at(0, value=1, unit=2)], "unit: extra inputs are not permitted"),
        ("nothing", [at(0, value=1)], "ai-shell has no metric nothing that is sent for prod; those that are: "
         "errors, latency."),
        ("latency", [at(n / 60, value=1) for n in range(5001)], "points: "),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_one_line_and_nothing_is_taken(send, metric, points, said):
    answer = send(metric, [at(30, value=1) if metric == "latency" else at(30, bad=0, total=1), *points])
    assert answer.status_code == 422
    assert said in answer.json()["error"]
    assert (MetricPoint.objects.count(), MetricSample.objects.count()) == (0, 0)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_what_is_no_number_is_refused(send, post, number):
    points = f'{{"metric": "latency", "points": [{{"at": {BEGAN.timestamp()}, "value": {number}}}]}}'
    raw = f'{{"environment": "prod", "metrics": [{points}]}}'
    answer = post("metrics", raw=raw.encode())
    assert answer.status_code in (400, 422)
    assert MetricPoint.objects.count() == 0


def test_many_metrics_together_have_a_limit_too(send):
    points = [at(n / 60, value=1) for n in range(3000)]
    counts = [at(n / 60, bad=0, total=1) for n in range(3000)]
    both = [{"metric": "latency", "points": points}, {"metric": "errors", "points": counts}]
    assert send(metrics=both).json() == {"error": "A request has at most 5,000 points."}


def test_a_metric_that_is_read_elsewhere_is_not_sent(send, shell):
    source = make_source("Prometheus", kind="prometheus")
    make_metric(shell, "Read", source=source, query="read")
    assert "has no metric read that is sent" in send("read", [at(0, value=1)]).json()["error"]


def test_without_any_metric_to_send_it_says_where_to_add_one(send):
    Metric.objects.all().delete()
    said = "ai-shell has no metric that is sent for prod: add it on its page first."
    assert send(points=[at(0, value=1)]).json() == {"error": said}


def test_a_token_reaches_its_own_applications_alone(send):
    other = make_application("other")
    make_metric(other, source=make_source("More"), query="latency")
    answer = send(points=[at(0, value=1)], application="other")
    assert answer.json() == {"error": "application: this token knows none of that name"}


def test_a_token_needs_the_verb(send, post):
    ApiToken.objects.update(verbs=["release"])
    assert send(points=[at(0, value=1)]).status_code == 403
    assert Client().post("/api/v1/metrics", b"{}", "application/json").status_code == 401


def test_sent_points_are_there_when_the_metric_is_read(send):
    send("errors", [at(0, bad=1, total=10)])
    series = read_live(Metric.objects.get(query="errors"), BEGAN, BEGAN + timedelta(minutes=5))
    assert series.points == ((BEGAN.timestamp(), 1.0, 10.0),)
