"""Presets: a few names make a metric whose queries its source understands."""

from __future__ import annotations

import re

import pytest

from releases.adapters.metrics import all_sources
from releases.core.facts.service import Live, TargetGroup
from releases.core.presets import Known, all_presets, known_of
from releases.core.traffic import Rule

KNOWN = Known(
    cluster="prod", service="shop", load_balancer="app/shop/50dc6c495c0c9188",
    target_group="targetgroup/shop-blue/73e2d6bc24d8a067",
    other_target_group="targetgroup/shop-green/943f017f100becff",
)  # fmt: skip
SHOP = {"selector": 'job="shop"'}
BALANCER = "LoadBalancer=app/shop/50dc6c495c0c9188"


def made(key: str, **names: str):
    preset = all_presets()[key]
    return preset.make({**preset.suggested(KNOWN), **names})


@pytest.mark.parametrize("key", sorted(all_presets()))
def test_every_preset_makes_queries_that_its_source_takes(key):
    preset = all_presets()[key]
    one = made(key, **SHOP)
    source = all_sources()[preset.source]
    queries = [one.query, one.total_query, one.control_query, one.control_total_query]
    assert [source.wrong(query) for query in queries if query] == [""] * len([q for q in queries if q])
    assert (one.kind == "counts") == bool(one.total_query)


@pytest.mark.parametrize("key", sorted(all_presets()))
def test_every_preset_says_which_name_is_missing(key):
    preset = all_presets()[key]
    needed = next(field for field in preset.fields if not field.may)
    with pytest.raises(ValueError, match=re.escape(f"{needed.label}: ")):
        preset.make({})


def test_errors_of_a_load_balancer_are_counted_among_its_requests():
    one = made("alb.errors", target_group="")
    assert one.query == f"AWS/ApplicationELB HTTPCode_Target_5XX_Count Sum {BALANCER}"
    assert one.total_query == f"AWS/ApplicationELB RequestCount Sum {BALANCER}"


def test_blue_is_held_against_green():
    one = made("target_group.errors")
    assert "TargetGroup=targetgroup/shop-blue/73e2d6bc24d8a067" in one.query
    assert "TargetGroup=targetgroup/shop-green/943f017f100becff" in one.control_query
    assert (one.control_total_query.split()[1], one.total_query.split()[1]) == ("RequestCount",) * 2


def test_a_target_group_is_not_held_against_itself():
    with pytest.raises(ValueError, match="the two target groups are the same"):
        made("target_group.errors", other_target_group=KNOWN.target_group)


def test_seconds_of_a_load_balancer_are_shown_as_milliseconds():
    one = made("alb.latency")
    assert (one.unit, one.scale) == ("ms", 1000.0)


@pytest.mark.parametrize(
    "typed",
    [
        "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/shop/50dc6c495c0c9188",
        " app/shop/50dc6c495c0c9188 ",
    ],
)
def test_an_arn_is_as_good_as_the_name(typed):
    assert made("alb.connections", load_balancer=typed).query.endswith(BALANCER)


def test_an_arn_of_a_target_group_and_of_a_cluster_is_as_good_as_the_name():
    group = "arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/shop/73e2d6bc24d8a067"
    assert "TargetGroup=targetgroup/shop/73e2d6bc24d8a067" in made("alb.errors", target_group=group).query
    assert "ClusterName=prod" in made("ecs.cpu", cluster="arn:aws:ecs:eu-west-1:1:cluster/prod").query


@pytest.mark.parametrize("typed", ['{job="shop"}', 'job="shop"', ' job="shop", '])
def test_labels_are_taken_with_braces_and_without(typed):
    one = made("prometheus.errors", selector=typed)
    assert one.query == 'sum(increase(http_requests_total{job="shop", code=~"5.."}[$step]))'
    assert one.total_query == 'sum(increase(http_requests_total{job="shop"}[$step]))'


@pytest.mark.parametrize("typed", ['job="shop', "shop", 'job="a"}) or vector(0', 'a="b"\nc="d"', "x" * 600])
def test_what_are_no_labels_is_refused(typed):
    with pytest.raises(ValueError, match="Labels of the service: they look like"):
        made("prometheus.errors", selector=typed)


def test_a_histogram_is_taken_with_its_ending_and_without():
    for typed in ("duration_seconds", "duration_seconds_bucket"):
        one = made("prometheus.latency", histogram=typed, **SHOP)
        assert "rate(duration_seconds_bucket{" in one.query


def test_a_name_that_is_no_series_is_refused():
    with pytest.raises(ValueError, match="Counter: it looks like http_requests_total"):
        made("prometheus.requests", counter="x y", **SHOP)


def live(
    *groups: TargetGroup, weights: dict[str, int] | None = None, balancers: tuple[str, ...] = ()
) -> Live:
    rules = (Rule(place="HTTPS 443", weights=weights),) if weights else ()
    return Live(target_groups=groups, rules=rules, balancers=balancers)


BLUE = TargetGroup(name="blue", measured="targetgroup/blue/1")
GREEN = TargetGroup(name="green", measured="targetgroup/green/2")


def test_what_aws_told_stands_in_the_form_at_first():
    told = known_of(
        "prod", "shop", live(BLUE, GREEN, weights={"blue": 0, "green": 100}, balancers=("app/a/1",))
    )
    assert told == Known(
        cluster="prod", service="shop", load_balancer="app/a/1", target_group="targetgroup/green/2",
        other_target_group="targetgroup/blue/1",
    )  # fmt: skip
    assert all_presets()["target_group.errors"].suggested(told)["target_group"] == "targetgroup/green/2"


def test_of_several_load_balancers_none_is_guessed():
    assert known_of("prod", "shop", live(BLUE, balancers=("app/a/1", "app/b/2"))).load_balancer == ""
    assert known_of("prod", "shop", live(BLUE, balancers=("net/a/1",))).load_balancer == ""


def test_a_group_of_another_service_is_not_its_own():
    other = TargetGroup(name="other", measured="targetgroup/other/3", foreign=True)
    assert known_of("prod", "shop", live(other, BLUE)).target_group == "targetgroup/blue/1"


def test_without_a_reading_the_service_is_known_by_name_alone():
    assert known_of("prod", "shop", None) == Known(cluster="prod", service="shop")
