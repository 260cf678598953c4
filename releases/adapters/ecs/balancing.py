"""The load balancers in front of a service."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct

from maturity.adapters.aws.words import telling
from releases.adapters.ecs.where import Where, number, text
from releases.core.facts.service import Name, Scalar, TargetGroup

MOST = 10  # target groups, and load balancers


class Balanced(Struct, frozen=True):
    groups: tuple[TargetGroup, ...] = ()
    settings: dict[Name, Scalar] = {}


def balanced(where: Where, service: dict[str, Any]) -> Balanced:
    """Of several, the least time to drain and the slowest check: that is what its tasks can rely on."""
    arns = list(dict.fromkeys(_arns(service)))[:MOST]
    if not arns:
        return Balanced()
    elbv2 = where.client("elbv2")
    with telling("reading the target groups", "elasticloadbalancing:DescribeTargetGroups"):
        told = elbv2.describe_target_groups(TargetGroupArns=arns).get("TargetGroups") or []
    groups = tuple(_group(elbv2, one) for one in told[:MOST])
    balancers = [arn for one in told[:MOST] for arn in one.get("LoadBalancerArns") or ()]
    idle = [_idle(elbv2, arn) for arn in list(dict.fromkeys(balancers))[:MOST]]
    checks = [
        one.interval * one.threshold
        for one in groups if one.interval is not None and one.threshold is not None
    ]  # fmt: skip
    known: dict[Name, int | None] = {
        "deregistration_delay": _least([one.deregistration_delay for one in groups]),
        "slow_start": max((one.slow_start or 0 for one in groups), default=None),
        "health_check_seconds": max(checks) if len(checks) == len(groups) and checks else None,
        "idle_timeout": _least(idle),
    }
    return Balanced(groups, {name: value for name, value in known.items() if value is not None})


def _arns(service: dict[str, Any]) -> Iterable[str]:
    """Blue and green both: after this release the other one drains."""
    sets = [one for each in service.get("taskSets") or () for one in each.get("loadBalancers") or ()]
    for one in [*(service.get("loadBalancers") or ()), *sets]:
        advanced = one.get("advancedConfiguration") or {}
        yield from filter(None, (one.get("targetGroupArn"), advanced.get("alternateTargetGroupArn")))


def _group(elbv2: Any, told: dict[str, Any]) -> TargetGroup:
    arn = told["TargetGroupArn"]
    with telling("reading a target group", "elasticloadbalancing:DescribeTargetGroupAttributes"):
        found = elbv2.describe_target_group_attributes(TargetGroupArn=arn).get("Attributes") or ()
    with telling("reading the health of targets", "elasticloadbalancing:DescribeTargetHealth"):
        health = elbv2.describe_target_health(TargetGroupArn=arn).get("TargetHealthDescriptions") or ()
    attributes = {one.get("Key"): one.get("Value") for one in found}
    states = [(one.get("TargetHealth") or {}).get("State") for one in health]
    return TargetGroup(
        name=text(told.get("TargetGroupName")),
        deregistration_delay=number(attributes.get("deregistration_delay.timeout_seconds")),
        slow_start=number(attributes.get("slow_start.duration_seconds")),
        interval=number(told.get("HealthCheckIntervalSeconds")),
        threshold=number(told.get("HealthyThresholdCount")), draining=states.count("draining"),
    )  # fmt: skip


def _idle(elbv2: Any, arn: str) -> int | None:
    with telling("reading a load balancer", "elasticloadbalancing:DescribeLoadBalancerAttributes"):
        found = elbv2.describe_load_balancer_attributes(LoadBalancerArn=arn).get("Attributes") or ()
    attributes = {one.get("Key"): one.get("Value") for one in found}
    return number(attributes.get("idle_timeout.timeout_seconds"))


def _least(values: Sequence[int | None]) -> int | None:
    """None when one of them is not known: it could be the least."""
    known = [one for one in values if one is not None]
    return min(known) if known and len(known) == len(values) else None
