"""The target groups of a service, and the load balancers in front of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import Struct

from maturity.adapters.aws.words import telling
from releases.adapters.ecs.counting import Counted, counted
from releases.adapters.ecs.listening import Found, rules_of
from releases.adapters.ecs.where import Where, name_of, number, part, text
from releases.core.facts.service import Name, Scalar, TargetGroup
from releases.core.traffic import Rule

MOST = 10  # target groups, and load balancers
MOST_TARGETS = 500  # whose times are kept, of one group
NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # until `core.draining` says since when


class Balanced(Struct, frozen=True):
    """arns: of its target groups and load balancers."""

    groups: tuple[TargetGroup, ...] = ()
    settings: dict[Name, Scalar] = {}
    rules: tuple[Rule, ...] | None = None
    counted: Counted = Counted()
    arns: tuple[str, ...] = ()

    @property
    def balancers(self) -> tuple[str, ...]:
        """As CloudWatch names them."""
        ends = (arn.rpartition(":loadbalancer/")[2] for arn in self.arns if ":loadbalancer/" in arn)
        return tuple(map(text, ends))


def balanced(where: Where, service: dict[str, Any], untold: list[str]) -> Balanced:
    """Of several, the least time to drain and the slowest check: that is what its tasks can rely on."""
    arns = list(dict.fromkeys(_arns(service)))[:MOST]
    if not arns:
        return Balanced(rules=())
    elbv2 = where.client("elbv2")
    told = _told(elbv2, arns)
    groups = tuple(_group(elbv2, one) for one in told)
    balancers = list(dict.fromkeys(arn for one in told for arn in one.get("LoadBalancerArns") or ()))[:MOST]
    unknown: list[int | None] = [None]
    idle = part(untold, lambda: [_idle(elbv2, arn) for arn in balancers], unknown)
    listened = part(untold, lambda: rules_of(elbv2, balancers, arns, service), None)
    nobody: tuple[TargetGroup, ...] = ()
    others = part(untold, lambda: _others(elbv2, listened, arns), nobody)
    every = (*groups, *others)
    numbers = part(untold, lambda: _counted(where, balancers, listened, arns, every), Counted())
    return Balanced(
        tuple(msgspec.structs.replace(one, requests=numbers.requests.get(one.name)) for one in every),
        _settings(groups, idle), listened.rules if listened else None, numbers,
        (*arns, *balancers),
    )  # fmt: skip


def _settings(groups: Sequence[TargetGroup], idle: Sequence[int | None]) -> dict[Name, Scalar]:
    checks = [
        one.interval * one.threshold
        for one in groups if one.interval is not None and one.threshold is not None
    ]  # fmt: skip
    sticky = [one.sticky for one in groups]
    known: dict[Name, Scalar | None] = {
        "deregistration_delay": _least([one.deregistration_delay for one in groups]),
        "slow_start": max((one.slow_start or 0 for one in groups), default=None),
        "health_check_seconds": max(checks) if len(checks) == len(groups) and checks else None,
        "idle_timeout": _least(idle),
        "stickiness": None if None in sticky else any(sticky),
    }
    return {name: value for name, value in known.items() if value is not None}


def _arns(service: dict[str, Any]) -> Iterable[str]:
    """Blue and green both: after this release the other one drains."""
    sets = [one for each in service.get("taskSets") or () for one in each.get("loadBalancers") or ()]
    for one in [*(service.get("loadBalancers") or ()), *sets]:
        advanced = one.get("advancedConfiguration") or {}
        yield from filter(None, (one.get("targetGroupArn"), advanced.get("alternateTargetGroupArn")))


def _told(elbv2: Any, arns: Sequence[str]) -> list[dict[str, Any]]:
    with telling("reading the target groups", "elasticloadbalancing:DescribeTargetGroups"):
        return list(elbv2.describe_target_groups(TargetGroupArns=list(arns)).get("TargetGroups") or ())[:MOST]


def _others(elbv2: Any, listened: Found | None, arns: Sequence[str]) -> tuple[TargetGroup, ...]:
    """Of other services, that rules share its traffic with."""
    beside = [one for one in (listened.groups if listened else ()) if one not in arns][: MOST - len(arns)]
    if not beside:
        return ()
    found = (_group(elbv2, one) for one in _told(elbv2, beside))
    return tuple(msgspec.structs.replace(one, foreign=True) for one in found)


def _counted(
    where: Where, balancers: Sequence[str], listened: Found | None, arns: Sequence[str],
    groups: Sequence[TargetGroup],
) -> Counted:  # fmt: skip
    """Only while there is something to see: each number that CloudWatch gives out costs money."""
    if len(groups) < 2 and not any(one.draining for one in groups):
        return Counted()
    every = dict.fromkeys([*arns, *(listened.groups if listened else ())])
    return counted(where, balancers, [one for one in every if name_of(one) in {of.name for of in groups}])


def _group(elbv2: Any, told: dict[str, Any]) -> TargetGroup:
    arn = told["TargetGroupArn"]
    with telling("reading a target group", "elasticloadbalancing:DescribeTargetGroupAttributes"):
        found = elbv2.describe_target_group_attributes(TargetGroupArn=arn).get("Attributes") or ()
    with telling("reading the health of targets", "elasticloadbalancing:DescribeTargetHealth"):
        health = elbv2.describe_target_health(TargetGroupArn=arn).get("TargetHealthDescriptions") or ()
    attributes = {one.get("Key"): one.get("Value") for one in found}
    leaving = [one for one in health if _state(one).endswith("draining")]
    return TargetGroup(
        name=name_of(arn), measured=text(arn.rpartition(":")[2]),
        deregistration_delay=number(attributes.get("deregistration_delay.timeout_seconds")),
        slow_start=number(attributes.get("slow_start.duration_seconds")),
        interval=number(told.get("HealthCheckIntervalSeconds")),
        threshold=number(told.get("HealthyThresholdCount")),
        sticky={"true": True, "false": False}.get(text(attributes.get("stickiness.enabled"))),
        targets=len(health) - len(leaving),
        draining=len(leaving), drains=dict.fromkeys(map(_target, leaving[:MOST_TARGETS]), NEVER),
    )  # fmt: skip


def _state(told: dict[str, Any]) -> str:
    return text((told.get("TargetHealth") or {}).get("State"))


def _target(told: dict[str, Any]) -> str:
    target = told.get("Target") or {}
    return f"{text(target.get('Id'), 200)}:{target.get('Port', '')}"


def _idle(elbv2: Any, arn: str) -> int | None:
    with telling("reading a load balancer", "elasticloadbalancing:DescribeLoadBalancerAttributes"):
        found = elbv2.describe_load_balancer_attributes(LoadBalancerArn=arn).get("Attributes") or ()
    attributes = {one.get("Key"): one.get("Value") for one in found}
    return number(attributes.get("idle_timeout.timeout_seconds"))


def _least(values: Sequence[int | None]) -> int | None:
    """None when one of them is not known: it could be the least."""
    known = [one for one in values if one is not None]
    return min(known) if known and len(known) == len(values) else None
