"""CloudWatch alarms: those wired to the deployments of a service, and those that watch it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from maturity.adapters.aws.words import telling
from releases.adapters.ecs.where import Where, text
from releases.core.facts.service import Alarm, Watch

MOST = 100  # what one question may name, and what a row keeps
PAGES = 10  # of the whole account and region: CloudWatch cannot be asked for the alarms of a service


class Watched(Struct, frozen=True):
    """whole: all alarms of the account and region were looked through."""

    alarms: tuple[Watch, ...] = ()
    whole: bool = True


def wired_alarms(where: Where, configured: dict[str, Any]) -> tuple[Alarm, ...] | None:
    """Of its deployments, in order of their names."""
    if not configured:
        return None
    told = configured.get("alarms")
    wired = told if isinstance(told, dict) else {}
    names = [text(one) for one in wired.get("alarmNames") or () if wired.get("enable") is True]
    if not names:
        return ()
    wanted = sorted(filter(None, names))[:MOST]
    with telling("reading the alarms of the service", "cloudwatch:DescribeAlarms"):
        found = where.client("cloudwatch").describe_alarms(
            AlarmNames=wanted, MaxRecords=MOST, AlarmTypes=["MetricAlarm", "CompositeAlarm"]
        )
    every = [*found.get("MetricAlarms", ()), *found.get("CompositeAlarms", ())]
    states = {text(one.get("AlarmName")): text(one.get("StateValue"), 30) for one in every}
    return tuple(Alarm(name, states.get(name, "")) for name in wanted)


def watching(where: Where, targets: Sequence[str]) -> Watched:
    """Those on metrics of the service, or of the target groups and load balancers (by ARN) before it.

    A composite alarm acts for the alarms that its rule names.
    """
    listed, whole = _listed(where)
    wanted = {("ServiceName", where.name.rpartition("/")[2]), *_dimensions(targets)}
    cluster = where.cluster.rpartition("/")[2]
    mine = [one for one in listed if any(_is_of(each, wanted, cluster) for each in _metrics(one))]
    speaks = " ".join(text(one.get("AlarmRule"), 10_000) for one in listed if _acts(one))
    found = [
        Watch(name, text(one.get("StateValue"), 30), acts=_acts(one) or _names(speaks, name))
        for one in mine
        if (name := text(one.get("AlarmName")))
    ]
    return Watched(tuple(sorted(found, key=lambda one: one.name)[:MOST]), whole)


def _listed(where: Where) -> tuple[list[dict[str, Any]], bool]:
    asked: dict[str, Any] = {"MaxRecords": MOST, "AlarmTypes": ["MetricAlarm", "CompositeAlarm"]}
    found: list[dict[str, Any]] = []
    for _ in range(PAGES):
        with telling("listing alarms", "cloudwatch:DescribeAlarms"):
            told = where.client("cloudwatch").describe_alarms(**asked)
        found += [*(told.get("MetricAlarms") or ()), *(told.get("CompositeAlarms") or ())]
        if not told.get("NextToken"):
            return found, True
        asked["NextToken"] = told["NextToken"]
    return found, False


def _dimensions(arns: Sequence[str]) -> Iterator[tuple[str, str]]:
    """As CloudWatch names them: "targetgroup/shop/6d0e", and "app/shop/50dc"."""
    for arn in arns:
        kind, _, rest = arn.rpartition(":")[2].partition("/")
        if kind == "targetgroup":
            yield "TargetGroup", f"{kind}/{rest}"
        elif kind == "loadbalancer":
            yield "LoadBalancer", rest


def _metrics(alarm: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Its own, or those that it computes with."""
    yield alarm
    for one in alarm.get("Metrics") or ():
        stat = one.get("MetricStat") if isinstance(one, dict) else None
        if isinstance(stat, dict) and isinstance(stat.get("Metric"), dict):
            yield stat["Metric"]


def _is_of(metric: dict[str, Any], wanted: set[tuple[str, str]], cluster: str) -> bool:
    """A metric of one's own with the name of the service counts as well; one of another cluster does not."""
    told = {
        text(one.get("Name")): text(one.get("Value"))
        for one in metric.get("Dimensions") or () if isinstance(one, dict)
    }  # fmt: skip
    return told.get("ClusterName", cluster) == cluster and bool(wanted & set(told.items()))


def _names(rule: str, alarm: str) -> bool:
    """By name, with or without quotes, or by ARN."""
    ends = (('"', '"'), ("(", ")"), (":alarm:", '"'), (":alarm:", ")"))
    return any(f"{before}{alarm}{after}" in rule for before, after in ends)


def _acts(alarm: dict[str, Any]) -> bool:
    return alarm.get("ActionsEnabled") is not False and bool(alarm.get("AlarmActions"))
