"""Reading CloudWatch in moto. What moto 5.2 never answers is put in its place, and nothing else: percentiles,
pages, statuses other than Complete, messages, and refusals of a query.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec import Struct

from maturity.adapters.aws.session import client
from maturity.models import Connection
from releases.adapters.metrics import Asked, Series, all_sources
from tests.cloud import REGION, Cloud

NOON = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(hours=3)
BEGAN = NOON.timestamp()
SHOP = "LoadBalancer=app/shop/50dc6c495c0c9188"
BAD = f"AWS/ApplicationELB HTTPCode_Target_5XX_Count Sum {SHOP}"
ALL = f"AWS/ApplicationELB RequestCount Sum {SHOP}"


@pytest.fixture
def access(cloud: Cloud) -> Connection:
    return cloud.connection()


def put(cloud: Cloud, name: str, values: dict[int, float], balancer: str = SHOP) -> None:
    dimension = dict(zip(("Name", "Value"), balancer.split("="), strict=True))
    data = [{"MetricName": name, "Dimensions": [dimension], "Value": value,
             "Timestamp": NOON + timedelta(minutes=at)} for at, value in values.items()]  # fmt: skip
    cloud.client("cloudwatch").put_metric_data(Namespace="AWS/ApplicationELB", MetricData=data)


def asked(access: Connection | None, query: str = BAD, total: str = ALL, **given: Any) -> Asked:
    given = {"starts": NOON, "ends": NOON + timedelta(minutes=5), **given}
    return Asked(query=query, total_query=total, access=access, **given)


def together(*every: Asked) -> list[Any]:
    read = all_sources()["cloudwatch"].together
    assert read is not None
    return read(every)


def test_errors_are_zero_only_in_minutes_whose_requests_were_counted(cloud, access):
    put(cloud, "HTTPCode_Target_5XX_Count", {0: 3, 3: 2})
    put(cloud, "RequestCount", {0: 100, 1: 110, 2: 120})
    series = together(asked(access))[0]
    assert series.points == ((BEGAN, 3.0, 100.0), (BEGAN + 60, 0.0, 110.0), (BEGAN + 120, 0.0, 120.0))
    assert series.warnings == ("1 point was left out: errors at times whose requests were not counted",)


def test_a_level_without_a_point_has_a_gap(cloud, access):
    put(cloud, "ActiveConnectionCount", {0: 40, 4: 50})
    series = together(asked(access, f"AWS/ApplicationELB ActiveConnectionCount Sum {SHOP}", ""))[0]
    assert series.points == ((BEGAN, 40.0), (BEGAN + 240, 50.0))


def test_a_metric_that_nobody_knows_has_no_points(cloud, access):
    assert together(asked(access))[0].points == ()


def test_metrics_of_one_time_are_one_request_and_keep_their_places(cloud, access):
    put(cloud, "RequestCount", {0: 100})
    put(cloud, "RequestCount", {0: 7}, "LoadBalancer=app/other/1")
    with answering(access) as calls:
        found = together(*[asked(access, ALL.replace("shop/50dc6c495c0c9188", "other/1"), "")] * 200,
                         asked(access, ALL, ""))  # fmt: skip
    assert len(calls) == 1
    assert [one.points[0][1] for one in found] == [7.0] * 200 + [100.0]


def test_no_request_has_more_than_500_queries_or_100000_points(cloud, access):
    with answering(access) as calls:
        together(*[asked(access)] * 300)
        together(*[asked(access, starts=NOON - timedelta(days=7))] * 10)
    sizes = [len(call["MetricDataQueries"]) for call in calls]
    assert sizes == [500, 100, 8, 8, 4]


def test_a_day_long_ago_is_read_in_longer_periods_and_that_is_said(cloud, access):
    then = NOON - timedelta(days=20)
    with answering(access) as calls:
        series = together(asked(access, starts=then, ends=then + timedelta(hours=1)))[0]
    assert calls[0]["MetricDataQueries"][0]["MetricStat"]["Period"] == 300
    assert series.step_seconds == 300
    assert series.warnings == ("of that time CloudWatch keeps a point for every 5 minutes only",)


class _Raw(Struct):
    status_code: int = 200


@contextmanager
def answering(
    access: Connection, answer: Callable[[dict[str, Any]], dict[str, Any] | None] = lambda call: None
) -> Iterator[list[dict[str, Any]]]:
    """The calls; `answer` says what comes back, None for what moto says."""
    events = client(access, "cloudwatch", "").meta.events
    calls: list[dict[str, Any]] = []

    def parameters(params: dict[str, Any], **_more: Any) -> None:
        calls.append(params)

    def instead(**_more: Any) -> tuple[_Raw, dict[str, Any]] | None:
        told = answer(calls[-1])
        return None if told is None else (_Raw(400 if "Error" in told else 200), told)

    hooks = (("provide-client-params.cloudwatch.GetMetricData", parameters),
             ("before-call.cloudwatch.GetMetricData", instead))  # fmt: skip
    for name, hook in hooks:
        events.register(name, hook)
    yield calls
    for name, hook in hooks:
        events.unregister(name, hook)


def result(key: str, values: dict[int, float], status: str = "Complete", said: str = "") -> dict[str, Any]:
    messages = [{"Code": "x", "Value": said}] if said else []
    return {"Id": key, "Timestamps": [NOON + timedelta(minutes=at) for at in values],
            "Values": list(values.values()), "StatusCode": status, "Messages": messages}  # fmt: skip


def test_a_percentile_is_asked_for_as_it_is_written(access):
    told = {"MetricDataResults": [result("m0q0", {0: 0.21})]}
    with answering(access, lambda call: told) as calls:
        series = together(asked(access, f"AWS/ApplicationELB TargetResponseTime p95 {SHOP}", ""))[0]
    assert calls[0]["MetricDataQueries"][0]["MetricStat"]["Stat"] == "p95"
    assert calls[0]["ScanBy"] == "TimestampAscending"
    assert series.points == ((BEGAN, 0.21),)


def test_what_comes_in_pages_is_put_together(access):
    first = {"MetricDataResults": [result("m0q0", {0: 1}, "PartialData")], "NextToken": "more"}
    second = {"MetricDataResults": [result("m0q0", {1: 2})]}
    with answering(access, lambda call: second if call.get("NextToken") else first):
        series = together(asked(access, ALL, ""))[0]
    assert [point[1] for point in series.points] == [1.0, 2.0]
    assert series.warnings == ()


def test_pages_without_an_end_are_not_followed_for_ever(access):
    endless = {"MetricDataResults": [result("m0q0", {0: 1})], "NextToken": "more"}
    with answering(access, lambda call: endless) as calls:
        series = together(asked(access, ALL, ""))[0]
    assert len(calls) == 50
    assert "CloudWatch gave a part of it only" in series.warnings


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("Forbidden", "CloudWatch forbids this metric: no account for you."),
        ("InternalError", "CloudWatch failed: no account for you."),
    ],
)
def test_one_metric_that_is_refused_costs_no_other(access, status, said):
    told = {"MetricDataResults": [result("m0q0", {}, status, "no account for you."), result("m1q0", {0: 1})]}
    with answering(access, lambda call: told):
        refused, good = together(asked(access, ALL, ""), asked(access, ALL, ""))
    assert (refused.message, refused.of_source) == (said, False)
    assert good.points


def test_part_of_the_points_is_said_to_be_one(access):
    told = {"MetricDataResults": [result("m0q0", {0: 1}, "PartialData", "Too much.")]}
    with answering(access, lambda call: told):
        series = together(asked(access, ALL, ""))[0]
    assert series.warnings == ("CloudWatch gave a part of it only: Too much",)


def test_a_query_that_cloudwatch_cannot_read_costs_no_other(cloud, access):
    put(cloud, "RequestCount", {0: 100})

    def picky(call: dict[str, Any]) -> dict[str, Any] | None:
        names = [one["MetricStat"]["Metric"]["MetricName"] for one in call["MetricDataQueries"]]
        error = {"Code": "ValidationError", "Message": "Sick is no name."}
        return {"Error": error, "ResponseMetadata": {}} if "Sick" in names else None

    with answering(access, picky):
        sick = asked(access, ALL.replace("RequestCount", "Sick"), "")
        found = together(*[asked(access, ALL, "")] * 9, sick)
    assert all(isinstance(one, Series) and one.points for one in found[:9])
    assert found[9].message == "reading metrics: ValidationError: Sick is no name."
    assert (found[9].permanent, found[9].of_source) == (True, False)


def test_a_role_without_the_right_is_told_which_it_lacks(access):
    denied = {"Error": {"Code": "AccessDenied", "Message": "no."}, "ResponseMetadata": {}}
    with answering(access, lambda call: denied) as calls:
        found = together(*[asked(access)] * 600)
    said = "The role needs cloudwatch:GetMetricData: copy the policy from the connection's page."
    assert {one.message for one in found} == {f"reading metrics: AccessDenied: no. {said}"}
    assert len(calls) == 1


def test_a_region_that_is_another_than_the_roles_is_asked(cloud, access):
    with answering_region(access, "us-west-2") as seen:
        together(asked(access, ALL, "", region="us-west-2"))
    assert seen == ["us-west-2"]
    assert REGION != "us-west-2"


@contextmanager
def answering_region(access: Connection, region: str) -> Iterator[list[str]]:
    made = client(access, "cloudwatch", region)
    seen: list[str] = []

    def called(**_more: Any) -> None:
        seen.append(made.meta.region_name)

    made.meta.events.register("before-call.cloudwatch.GetMetricData", called)
    yield seen
    made.meta.events.unregister("before-call.cloudwatch.GetMetricData", called)


def test_without_a_connection_it_says_so():
    error = together(asked(None))[0]
    assert (error.message, error.of_source) == ("No AWS connection is chosen, or it was removed.", True)


def test_a_slow_cloudwatch_is_given_up_for_this_time(access, monkeypatch):
    monkeypatch.setattr("releases.adapters.metrics.cloudwatch.SECONDS", 0.0)
    assert "took longer than" in together(asked(access))[0].message


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("", "the query is empty"),
        ("RequestCount", "a metric looks like AWS/"),
        (":x RequestCount Sum", "a metric looks like AWS/"),
        ("AWS/ApplicationELB RequestCount Median", "the statistic is one of Sum, Average"),
        ("AWS/ApplicationELB RequestCount p101", "the statistic is one of Sum, Average"),
        ("AWS/ApplicationELB RequestCount Sum LoadBalancer", "a dimension looks like"),
        ("AWS/ApplicationELB RequestCount Sum =x", "a dimension looks like"),
        ('AWS/ApplicationELB RequestCount Sum "a=b', "a quotation mark is open"),
        ("A B Sum " + " ".join(f"d{n}=1" for n in range(31)), "a metric has at most 30 dimensions"),
        ("x" * 4001, "a query has at most 4,000 characters"),
        ("a\u0000b c Sum", "a query has no characters that nobody sees"),
    ],
)
def test_what_is_no_metric_is_refused_in_one_line(query, why):
    assert all_sources()["cloudwatch"].wrong(query).startswith(why)


def test_a_metric_is_refused_as_a_whole_when_its_query_cannot_be_read(access):
    error = together(asked(access, "RequestCount"))[0]
    assert error.message.startswith("The query cannot be read: a metric looks like AWS/")


@pytest.mark.parametrize("query", [ALL, BAD, 'X/Y name p99.9 "Service Name=a b"', "X Y tm90"])
def test_what_is_a_metric_is_not_refused(query):
    assert all_sources()["cloudwatch"].wrong(query) == ""
