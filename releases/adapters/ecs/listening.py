"""Rules of listeners: how they share the traffic between target groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from maturity.adapters.aws.words import telling
from releases.adapters.ecs.where import name_of, number, text
from releases.core.traffic import Rule

PAGES, MOST_LISTENERS, MOST_RULES = 10, 20, 50


class Found(Struct, frozen=True):
    """groups: the addresses of all target groups that these rules forward to."""

    rules: tuple[Rule, ...]
    groups: tuple[str, ...]


def rules_of(elbv2: Any, balancers: Sequence[str], arns: Sequence[str], service: dict[str, Any]) -> Found:
    """Those that forward to one of these target groups. Nothing else of a rule is kept."""
    wanted, rules, groups = set(arns), list[Rule](), dict[str, None]()
    named = _named(service)
    for place, told in _told(elbv2, balancers):
        weights, sticky = _weights(told)
        if wanted & set(weights):
            groups |= dict.fromkeys(weights)
            known = {name_of(arn): weight for arn, weight in weights.items()}
            addresses = {told.get("RuleArn"), told.get("ListenerArn")} - {None}
            is_production = _is_production(addresses, *named)
            rules.append(Rule(place=place, production=is_production, weights=known, sticky=sticky))
    return Found(tuple(rules[:MOST_RULES]), tuple(groups))


def _named(service: dict[str, Any]) -> tuple[set[Any], set[Any]]:
    """The rules of production and of tests, as ECS is told them: of a rule, or of a whole listener."""
    advanced = [one.get("advancedConfiguration") or {} for one in service.get("loadBalancers") or ()]
    return (
        {one.get("productionListenerRule") for one in advanced} - {None, ""},
        {one.get("testListenerRule") for one in advanced} - {None, ""},
    )


def _is_production(addresses: set[Any], production: set[Any], tests: set[Any]) -> bool | None:
    if addresses & tests:
        return False
    return bool(addresses & production) if production else None


def _told(elbv2: Any, balancers: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Where each stands, with its actions; the default of a listener comes with its address."""
    listeners = [one for arn in balancers for one in _listeners(elbv2, arn)][:MOST_LISTENERS]
    for listener in listeners:
        place = f"{text(listener.get('Protocol'), 20)} {number(listener.get('Port')) or ''}".strip()
        arn = listener.get("ListenerArn")
        if "/app/" not in str(arn):  # only those of HTTP have rules
            yield place, {"ListenerArn": arn, "Actions": listener.get("DefaultActions")}
            continue
        for rule in _rules(elbv2, arn):
            if rule.get("IsDefault"):
                yield place, {**rule, "ListenerArn": arn}
            else:
                yield f"{place}, rule {text(rule.get('Priority'), 10)}", rule


def _listeners(elbv2: Any, arn: str) -> Iterator[dict[str, Any]]:
    with telling("reading the listeners of a load balancer", "elasticloadbalancing:DescribeListeners"):
        yield from elbv2.describe_listeners(LoadBalancerArn=arn).get("Listeners") or ()


def _rules(elbv2: Any, arn: Any) -> Iterator[dict[str, Any]]:
    marker: dict[str, str] = {}
    for _ in range(PAGES):
        with telling("reading the rules of a listener", "elasticloadbalancing:DescribeRules"):
            told = elbv2.describe_rules(ListenerArn=arn, **marker)
        yield from told.get("Rules") or ()
        if not told.get("NextMarker"):
            return
        marker = {"Marker": told["NextMarker"]}


def _weights(told: dict[str, Any]) -> tuple[dict[str, int], int]:
    """By the address of each group, and for how long a client is kept where it is."""
    actions = [one for one in told.get("Actions") or () if one.get("Type") == "forward"]
    forward: dict[str, Any] = actions[0] if actions else {}
    configured = forward.get("ForwardConfig") or {}
    shared = {
        one["TargetGroupArn"]: number(one.get("Weight", 1), 999) or 0
        for one in configured.get("TargetGroups") or () if one.get("TargetGroupArn")
    }  # fmt: skip
    if not shared and forward.get("TargetGroupArn"):
        return {forward["TargetGroupArn"]: 1}, 0
    kept = configured.get("TargetGroupStickinessConfig") or {}
    return shared, (number(kept.get("DurationSeconds")) or 0) if kept.get("Enabled") is True else 0
