"""Traffic on its way, as moto's ECS, ELBv2 and CloudWatch tell of it; for its gaps see `service_cloud`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from maturity.models import Connection
from releases.adapters.ecs import Where, read_service
from releases.core.facts.service import Live, packed, unpacked
from releases.core.progress import colour_of, effective_percent
from releases.core.traffic import Hook
from tests.cloud import Cloud
from tests.releases import service_cloud as made
from tests.releases.service_cloud import CONFIGURATION, RUNNING, Gaps

REVISION = "arn:aws:ecs:eu-west-1:123456789012:service-revision/prod/ai-shell/"
DIGEST = "sha256:" + "a" * 64


@pytest.fixture
def connection(cloud: Cloud) -> Connection:
    return cloud.connection()


@pytest.fixture
def gaps(connection: Connection) -> Iterator[Gaps]:
    with Gaps().filled(connection) as gaps:
        yield gaps


def read(connection: Connection) -> Live:
    live = read_service(Where(connection=connection, cluster="prod", name="ai-shell"))
    assert unpacked(packed(live)) == live
    return live


class TwoFleets:
    """A service between blue and green, behind one listener that ECS shifts."""

    def __init__(
        self, cloud: Cloud, gaps: Gaps, weights: tuple[int, int] = (90, 10), sticky: int = 0
    ) -> None:
        self.cloud, self.gaps = cloud, gaps
        self.blue = made.put_target_group(cloud, "blue", front=False)
        self.green = made.put_target_group(cloud, "green", front=False)
        given = dict(zip((self.blue, self.green), weights, strict=True))
        self.balancer, self.listener = made.put_balancer(cloud, "shop", given, sticky)
        rules = cloud.client("elbv2").describe_rules(ListenerArn=self.listener)["Rules"]
        made.put_service(cloud, "nginx:1", self.blue)
        advanced = {"alternateTargetGroupArn": self.green, "productionListenerRule": rules[0]["RuleArn"]}
        gaps.service |= {
            "deploymentConfiguration": {**CONFIGURATION, "strategy": "CANARY", "bakeTimeInMinutes": 30},
            "loadBalancers": [{"targetGroupArn": self.blue, "advancedConfiguration": advanced}],
        }
        gaps.deployments = [RUNNING | {
            "lifecycleStage": "PRODUCTION_TRAFFIC_SHIFT",
            "targetServiceRevision": self.revision("2", 20.0),
            "sourceServiceRevisions": [self.revision("1", 80.0)],
        }]  # fmt: skip
        gaps.revisions = [self.known("1", self.blue), self.known("2", self.green)]

    @staticmethod
    def revision(number: str, weight: float) -> dict[str, Any]:
        return {
            "arn": f"{REVISION}{number}", "requestedTaskCount": 3, "runningTaskCount": 3,
            "requestedProductionTrafficWeight": weight,
        }  # fmt: skip

    @staticmethod
    def known(number: str, group: str) -> dict[str, Any]:
        return {
            "serviceRevisionArn": f"{REVISION}{number}",
            "taskDefinition": f"a:task-definition/ai-shell:{number}",
            "resolvedConfiguration": {"loadBalancers": [{"targetGroupArn": group}]},
            "containerImages": [{"containerName": "web", "imageDigest": DIGEST}],
        }  # fmt: skip


@pytest.fixture
def fleets(cloud: Cloud, gaps: Gaps) -> TwoFleets:
    return TwoFleets(cloud, gaps)


def test_blue_and_green_are_known_and_what_the_listener_does_wins(
    fleets: TwoFleets, connection: Connection
) -> None:
    live = read(connection)
    assert live.rollout is not None
    assert live.rollout.new is not None
    new = live.rollout.new
    assert (new.task, new.groups, new.images, new.running) == ("ai-shell:2", ("green",), (DIGEST,), 3)
    assert {one.name: colour_of(one, live) for one in live.target_groups} == {
        "blue": "blue",
        "green": "green",
    }
    assert (live.rollout.percent, effective_percent(live)) == (20.0, 10.0)
    assert [(one.place, one.production, one.weights) for one in live.rules or ()] == [
        ("HTTP 80", True, {"blue": 90, "green": 10})
    ]


def test_a_listener_of_tests_decides_nothing(
    fleets: TwoFleets, cloud: Cloud, connection: Connection, gaps: Gaps
) -> None:
    told = cloud.client("elbv2").create_listener(
        LoadBalancerArn=fleets.balancer, Protocol="HTTP", Port=8443,
        DefaultActions=[made.forward({fleets.green: 1})],
    )  # fmt: skip
    gaps.service["loadBalancers"][0]["advancedConfiguration"] = {
        "alternateTargetGroupArn": fleets.green, "testListenerRule": told["Listeners"][0]["ListenerArn"],
    }  # fmt: skip
    live = read(connection)
    assert {one.place: one.production for one in live.rules or ()} == {"HTTP 80": None, "HTTP 8443": False}
    assert effective_percent(live) == 10.0


def test_a_rule_of_a_path_is_told_with_its_priority(
    fleets: TwoFleets, cloud: Cloud, connection: Connection
) -> None:
    cloud.client("elbv2").create_rule(
        ListenerArn=fleets.listener, Priority=7,
        Actions=[made.forward({fleets.blue: 3, fleets.green: 1}, 60)],
        Conditions=[{"Field": "path-pattern", "Values": ["/shop/*"]}],
    )  # fmt: skip
    rule = next(one for one in read(connection).rules or () if "rule" in one.place)
    assert (rule.place, rule.production, rule.percent("green")) == ("HTTP 80, rule 7", False, 25.0)


def test_two_services_behind_one_rule_share_its_traffic(
    cloud: Cloud, connection: Connection, gaps: Gaps
) -> None:
    old, new = (made.put_target_group(cloud, name, front=False) for name in ("old", "new"))
    made.put_balancer(cloud, "shop", {old: 999, new: 1}, sticky=600)
    made.put_service(cloud, "nginx:1", new)
    gaps.deployments = [RUNNING | {"status": "SUCCESSFUL"}]
    live = read(connection)
    assert {one.name: (one.foreign, colour_of(one, live)) for one in live.target_groups} == {
        "new": (False, "green"), "old": (True, "blue"),
    }  # fmt: skip
    assert (effective_percent(live), (live.rules or ())[0].sticky) == (0.1, 600)


def test_requests_of_each_side_are_counted_of_the_same_minute(
    fleets: TwoFleets, cloud: Cloud, connection: Connection
) -> None:
    minute = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(minutes=3)
    made.count(cloud, "RequestCount", 41, minute, fleets.balancer, fleets.green)
    made.count(cloud, "RequestCount", 7, minute - timedelta(minutes=1), fleets.balancer, fleets.blue)
    made.count(cloud, "ActiveConnectionCount", 230, minute, fleets.balancer)
    live = read(connection)
    assert {one.name: one.requests for one in live.target_groups} == {"blue": 0, "green": 41}
    assert (live.minute, live.connections) == (minute, 230)


def test_without_any_number_of_cloudwatch_nobody_knows_the_requests(
    fleets: TwoFleets, connection: Connection
) -> None:
    live = read(connection)
    assert {one.requests for one in live.target_groups} == {None}
    assert (live.minute, live.connections) == (None, None)


def test_targets_that_drain_are_told_apart(cloud: Cloud, connection: Connection, gaps: Gaps) -> None:
    group = made.put_target_group(cloud)
    made.put_service(cloud, "nginx:1", group)
    gaps.draining = ["10.0.0.1", "10.0.0.2"]
    found = read(connection).target_groups[0]
    assert (found.draining, set(found.drains)) == (2, {"10.0.0.1:80", "10.0.0.2:80"})


def test_a_pause_is_told_with_when_it_began_and_ends(
    fleets: TwoFleets, connection: Connection, gaps: Gaps
) -> None:
    until = datetime(2026, 11, 24, 9, tzinfo=UTC)
    hook = {"hookId": "h1", "targetType": "PAUSE", "status": "AWAITING_ACTION", "expiresAt": until,
            "timeoutAction": "ROLLBACK"}  # fmt: skip
    asked = {"targetType": "PAUSE", "timeoutConfiguration": {"timeoutInMinutes": 60}}
    gaps.deployments[0] |= {
        "lifecycleHookDetails": [hook], "deploymentConfiguration": {"lifecycleHooks": [asked]},
    }  # fmt: skip
    rollout = read(connection).rollout
    assert rollout is not None
    assert rollout.hooks == (
        Hook(id="h1", kind="PAUSE", status="AWAITING_ACTION", expires_at=until, then="ROLLBACK",
             since=until - timedelta(hours=1)),
    )  # fmt: skip


def test_task_sets_tell_of_what_codedeploy_does(cloud: Cloud, connection: Connection, gaps: Gaps) -> None:
    blue, green = (made.put_target_group(cloud, name, front=False) for name in ("blue", "green"))
    made.put_balancer(cloud, "shop", {blue: 50, green: 50})
    made.put_service(cloud, "nginx:1", blue)
    base = "arn:aws:ecs:eu-west-1:123456789012:task-definition/ai-shell:"
    gaps.service |= {
        "deploymentController": {"type": "CODE_DEPLOY"}, "deployments": [],
        "taskSets": [
            {"id": "one", "status": "PRIMARY", "taskDefinition": f"{base}1", "runningCount": 3,
             "createdAt": datetime(2026, 11, 1, tzinfo=UTC), "loadBalancers": [{"targetGroupArn": blue}]},
            {"id": "two", "status": "ACTIVE", "taskDefinition": f"{base}2", "runningCount": 3,
             "createdAt": datetime(2026, 11, 2, tzinfo=UTC), "loadBalancers": [{"targetGroupArn": green}]},
        ],
    }  # fmt: skip
    live = read(connection)
    assert live.rollout is not None
    assert (live.rollout.id, live.rollout.status) == ("two", "IN_PROGRESS")
    assert effective_percent(live) == 50.0


@pytest.mark.parametrize(
    "strange",
    [
        {"targetServiceRevision": {"requestedProductionTrafficWeight": 400, "runningTaskCount": "3"}},
        {"lifecycleHookDetails": [{"hookId": "x" * 5_000, "expiresAt": None}, {}]},
        {"sourceServiceRevisions": [None, {}]}, {"lifecycleStage": 7, "status": None},
    ],
)  # fmt: skip
def test_a_deployment_of_another_shape_is_borne(
    fleets: TwoFleets, connection: Connection, gaps: Gaps, strange: dict[str, Any]
) -> None:
    gaps.deployments[0] |= strange
    assert read(connection).rollout is not None
