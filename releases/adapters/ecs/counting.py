"""Requests that target groups get, and connections that their load balancers hold, as CloudWatch counts them.

`ActiveConnectionCount` is known of a whole load balancer only
(docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec import Struct

from maturity.adapters.aws.words import telling
from releases.adapters.ecs.where import Where, name_of

BACK = timedelta(minutes=10)
MINUTE = timedelta(minutes=1)
NAMESPACE = "AWS/ApplicationELB"


class Counted(Struct, frozen=True):
    """Of one minute: requests by the name of the target group."""

    minute: datetime | None = None
    requests: dict[str, int] = {}
    connections: int | None = None


def counted(where: Where, balancers: Sequence[str], groups: Sequence[str]) -> Counted:
    """Of the last minute that has any request. A group without a number in it got none then."""
    front = [one for one in balancers if ":loadbalancer/app/" in one]
    if not front:
        return Counted()
    asked = {f"r{n}": one for n, one in enumerate(_pairs(front, groups))}
    queries = [_query(key, "RequestCount", balancer, group) for key, (balancer, group) in asked.items()]
    queries += [_query(f"c{n}", "ActiveConnectionCount", one) for n, one in enumerate(front)]
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    with telling("counting the requests of target groups", "cloudwatch:GetMetricData"):
        told = where.client("cloudwatch").get_metric_data(
            MetricDataQueries=queries, StartTime=now - BACK, EndTime=now, ScanBy="TimestampDescending"
        )
    series = {one.get("Id"): _points(one) for one in told.get("MetricDataResults") or ()}
    minute = max((at for key in asked for at in series.get(key, ())), default=None)
    if minute is None:
        return Counted()
    requests = dict.fromkeys(map(name_of, groups), 0)
    for key, (_balancer, group) in asked.items():
        requests[name_of(group)] += series.get(key, {}).get(minute, 0)
    open_ = [series.get(f"c{n}", {}).get(minute) for n in range(len(front))]
    known = [one for one in open_ if one is not None]
    return Counted(minute, requests, sum(known) if len(known) == len(open_) else None)


def _pairs(balancers: Sequence[str], groups: Sequence[str]) -> list[tuple[str, str]]:
    return [(balancer, group) for balancer in balancers for group in groups]


def _query(key: str, metric: str, balancer: str, group: str = "") -> dict[str, Any]:
    of = {"LoadBalancer": balancer.rpartition(":loadbalancer/")[2]}
    if group:
        of["TargetGroup"] = group.rpartition(":")[2]
    dimensions = [{"Name": name, "Value": value} for name, value in of.items()]
    measured = {"Namespace": NAMESPACE, "MetricName": metric, "Dimensions": dimensions}
    return {"Id": key, "MetricStat": {"Metric": measured, "Period": 60, "Stat": "Sum"}}


def _points(told: dict[str, Any]) -> dict[datetime, int]:
    pairs = zip(told.get("Timestamps") or (), told.get("Values") or (), strict=False)
    return {at: int(value) for at, value in pairs if isinstance(at, datetime) and 0 <= value < 1e15}
