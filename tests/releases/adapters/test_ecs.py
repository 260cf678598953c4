"""A service as moto's ECS, ELBv2, CloudWatch, ECR and RDS tell of it; for its gaps see `service_cloud`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from maturity.adapters.errors import AdapterError
from maturity.models import Connection
from releases.adapters.ecs import Where, read_service
from releases.core.facts.service import Watch, packed, unpacked
from tests.cloud import Cloud
from tests.releases import service_cloud as made
from tests.releases.service_cloud import CONFIGURATION, REGISTRY, Gaps


@pytest.fixture
def connection(cloud: Cloud) -> Connection:
    return cloud.connection()


@pytest.fixture
def gaps(connection: Connection) -> Iterator[Gaps]:
    with Gaps().filled(connection) as gaps:
        yield gaps


def where(connection: Connection, **fields: Any) -> Where:
    return Where(**{"connection": connection, "cluster": "prod", "name": "ai-shell", **fields})


def test_a_whole_service_is_read_with_all_that_hangs_on_it(
    cloud: Cloud, connection: Connection, gaps: Gaps
) -> None:
    digest = made.put_image(cloud)
    group = made.put_target_group(cloud, deregistration_delay__timeout_seconds="120")
    made.put_service(cloud, f"{REGISTRY}/ai-shell:41", group)
    made.put_alarm(cloud, "errors", "OK")
    made.put_database(cloud)
    live = read_service(where(connection, database="ai-shell-prod"))
    assert live.untold == ()
    assert [one.measured for one in live.target_groups] == [group.rpartition(":")[2]]
    assert [one.partition("/")[0] for one in live.balancers] == ["app"]
    assert live.settings == {
        "desired_count": 3, "deployment_controller": "ECS", "deployment_strategy": "ROLLING",
        "minimum_healthy_percent": 100, "maximum_percent": 200, "health_check_grace_period": 60,
        "circuit_breaker": True, "circuit_breaker_rollback": True, "alarms_rollback": True,
        "deregistration_delay": 120, "slow_start": 0, "health_check_seconds": 45, "idle_timeout": 120,
        "stop_timeout": 90, "stickiness": False, "pause_stages": "",
    }  # fmt: skip
    assert live.running is not None
    assert (live.running.name, live.running.status, live.coming) == ("ai-shell:1", "ACTIVE", None)
    assert [(one.exists, one.digest) for one in live.running.images] == [(True, digest)]
    assert [(one.name, one.state) for one in live.alarms or ()] == [("errors", "OK"), ("slow", "")]
    assert [one.kind for one in live.backups or ()] == ["snapshot", "point in time"]
    assert live.rollout is not None
    assert (live.rollout.stage, live.rollout.percent) == ("BAKE_TIME", 10.0)
    assert unpacked(packed(live)) == live


def test_a_service_that_is_not_there_is_an_error_with_its_name(cloud: Cloud, connection: Connection) -> None:
    cloud.client("ecs").create_cluster(clusterName="prod")
    with pytest.raises(AdapterError, match="there is no service prod/ai-shell in this account and region"):
        read_service(where(connection))


def test_a_cluster_that_is_not_there_is_an_error_in_the_words_of_aws(connection: Connection) -> None:
    with pytest.raises(AdapterError, match="ClusterNotFoundException"):
        read_service(where(connection))


def test_a_service_without_a_load_balancer_has_no_delays(
    cloud: Cloud, connection: Connection, gaps: Gaps
) -> None:
    made.put_service(cloud, "nginx:1")
    live = read_service(where(connection))
    assert live.balanced is False
    assert "deregistration_delay" not in live.settings
    assert live.backups is None


def test_what_aws_did_not_tell_is_not_made_up(cloud: Cloud, connection: Connection, gaps: Gaps) -> None:
    made.put_service(cloud, "nginx:1")
    gaps.service = {"deploymentConfiguration": {}, "healthCheckGracePeriodSeconds": None}
    live = read_service(where(connection))
    known = {"desired_count", "deployment_controller", "stop_timeout"}
    assert (set(live.settings), live.alarms) == (known, None)


def test_a_bake_time_is_told_in_seconds(cloud: Cloud, connection: Connection, gaps: Gaps) -> None:
    made.put_service(cloud, "nginx:1")
    told = {**CONFIGURATION, "strategy": "BLUE_GREEN", "bakeTimeInMinutes": 30, "alarms": {}}
    gaps.service = {"deploymentConfiguration": told}
    live = read_service(where(connection))
    assert (live.settings["bake_time"], live.settings["alarms_rollback"]) == (1_800, False)
    assert live.alarms == ()


def test_steps_and_pauses_of_a_deployment_are_told(cloud: Cloud, connection: Connection, gaps: Gaps) -> None:
    made.put_service(cloud, "nginx:1")
    hooks = [
        {"targetType": "PAUSE", "lifecycleStages": ["PRE_PRODUCTION_TRAFFIC_SHIFT", "POST_SCALE_UP"]},
        {"targetType": "AWS_LAMBDA", "lifecycleStages": ["PRE_SCALE_UP"]},
    ]
    gaps.service = {"deploymentConfiguration": {
        "strategy": "CANARY", "lifecycleHooks": hooks,
        "canaryConfiguration": {"canaryPercent": 0.5, "canaryBakeTimeInMinutes": 10},
        "linearConfiguration": {"stepPercent": 10.0, "stepBakeTimeInMinutes": 6},
    }}  # fmt: skip
    told = read_service(where(connection)).settings
    assert {name: told[name] for name in told if name.startswith(("canary", "step", "pause"))} == {
        "canary_percent": 0.5, "canary_bake_time": 600, "step_percent": 10, "step_bake_time": 360,
        "pause_stages": "POST_SCALE_UP, PRE_PRODUCTION_TRAFFIC_SHIFT",
    }  # fmt: skip


def test_of_several_target_groups_the_least_time_counts(
    cloud: Cloud, connection: Connection, gaps: Gaps
) -> None:
    blue = made.put_target_group(cloud, "blue", deregistration_delay__timeout_seconds="600")
    green = made.put_target_group(cloud, "green", deregistration_delay__timeout_seconds="60")
    made.put_service(cloud, "nginx:1", blue)
    gaps.service |= {
        "loadBalancers": [
            {"targetGroupArn": blue, "advancedConfiguration": {"alternateTargetGroupArn": green}}
        ]
    }
    live = read_service(where(connection))
    assert live.settings["deregistration_delay"] == 60
    assert {one.name for one in live.target_groups} == {"blue", "green"}


def test_while_two_versions_run_the_first_is_the_one_to_go_back_to(
    cloud: Cloud, connection: Connection, gaps: Gaps
) -> None:
    made.put_service(cloud, "nginx:1")
    ecs = cloud.client("ecs")
    web = {"name": "web", "image": "nginx:2", "memory": 128}
    ecs.register_task_definition(family="ai-shell", containerDefinitions=[web])
    base = "arn:aws:ecs:eu-west-1:123456789012:task-definition/ai-shell:"
    gaps.service |= {
        "deployments": [
            {"status": "PRIMARY", "taskDefinition": f"{base}2"},
            {"status": "ACTIVE", "taskDefinition": f"{base}1"},
        ]
    }
    live = read_service(where(connection))
    assert live.running is not None
    assert live.coming is not None
    assert (live.running.name, live.coming.name) == ("ai-shell:1", "ai-shell:2")


@pytest.mark.parametrize(
    ("image", "exists"),
    [
        (f"{REGISTRY}/ai-shell:99", False),
        (f"{REGISTRY}/other:1", False),
        (f"{REGISTRY}/ai-shell@sha256:{'0' * 64}", False),
        ("public.ecr.aws/datadog/agent:7", None),
        ("nginx", None),
    ],
)
def test_an_image_that_is_gone_is_told_from_one_nobody_asked_for(
    cloud: Cloud, connection: Connection, gaps: Gaps, image: str, exists: bool | None
) -> None:
    made.put_image(cloud)
    made.put_service(cloud, image)
    live = read_service(where(connection))
    assert live.running is not None
    found = live.running.images[0]
    assert (found.exists, bool(found.why)) == (exists, exists is None)


def test_an_image_by_its_digest_is_found(cloud: Cloud, connection: Connection, gaps: Gaps) -> None:
    digest = made.put_image(cloud)
    made.put_service(cloud, f"{REGISTRY}/ai-shell@{digest}")
    live = read_service(where(connection))
    assert live.running is not None
    assert live.running.images[0].exists is True


def test_a_part_that_may_not_be_read_costs_that_part_alone(
    cloud: Cloud, connection: Connection, gaps: Gaps
) -> None:
    made.put_service(cloud, "nginx:1")
    gaps.service |= {
        "loadBalancers": [{"targetGroupArn": "arn:aws:elasticloadbalancing:no:such:targetgroup/x/1"}]
    }
    live = read_service(where(connection, database="nowhere"))
    assert live.settings["minimum_healthy_percent"] == 100
    assert "deregistration_delay" not in live.settings
    assert len(live.untold) == 2
    assert "reading the target groups" in live.untold[0]
    assert "reading the database cluster nowhere" in live.untold[1]


@pytest.mark.parametrize(("without", "kinds"), [(False, ["snapshot", "point in time"]), (True, [""])])
def test_what_a_database_can_be_restored_to_is_told_by_its_kind(
    cloud: Cloud, connection: Connection, gaps: Gaps, without: bool, kinds: list[str]
) -> None:
    made.put_service(cloud, "nginx:1")
    made.put_database(cloud)
    gaps.without_backups = without
    live = read_service(where(connection, database="ai-shell-prod"))
    assert [one.kind for one in live.backups or ()] == kinds
    assert all((one.at is None) == without for one in live.backups or ())


def test_an_aurora_cluster_is_found_by_the_same_name(
    cloud: Cloud, connection: Connection, gaps: Gaps
) -> None:
    made.put_service(cloud, "nginx:1")
    rds = cloud.client("rds")
    rds.create_db_cluster(
        DBClusterIdentifier="shared",
        Engine="aurora-postgresql",
        MasterUsername="a",
        MasterUserPassword="not-a-secret",
    )
    rds.create_db_cluster_snapshot(DBClusterIdentifier="shared", DBClusterSnapshotIdentifier="shared-1")
    live = read_service(where(connection, database="shared"))
    assert "snapshot" in [one.kind for one in live.backups or ()]


@pytest.mark.parametrize(
    "strange",
    [
        {"desiredCount": -1}, {"desiredCount": 10**30}, {"desiredCount": "3"}, {"deployments": [None, 7]},
        {"deploymentConfiguration": ["x"]}, {"deploymentController": "ECS"},
        {"deploymentConfiguration": {"alarms": {"enable": True, "alarmNames": [None, 7]}}},
        {"healthCheckGracePeriodSeconds": True}, {"status": 7},
    ],
)  # fmt: skip
def test_an_answer_of_another_shape_is_borne(
    cloud: Cloud, connection: Connection, gaps: Gaps, strange: dict[str, Any]
) -> None:
    made.put_service(cloud, "nginx:1")
    gaps.service = strange
    live = read_service(where(connection))
    assert unpacked(packed(live)) == live


TOPIC = "arn:aws:sns:eu-west-1:123456789012:calls"


def test_alarms_that_watch_the_service_are_found_among_all_others(
    cloud: Cloud, connection: Connection, gaps: Gaps
) -> None:
    group = made.put_target_group(cloud)
    made.put_service(cloud, "nginx:1", group)
    made.put_alarm(cloud, "cpu", "OK", TOPIC, ClusterName="prod", ServiceName="ai-shell")
    made.put_alarm(cloud, "unhealthy", "OK", TargetGroup=group.rpartition(":")[2])
    made.put_alarm(cloud, "own", "INSUFFICIENT_DATA", ServiceName="ai-shell")
    made.put_alarm(cloud, "stage", "OK", TOPIC, ClusterName="stage", ServiceName="ai-shell")
    made.put_alarm(cloud, "other", "OK", TOPIC, ServiceName="other")
    live = read_service(where(connection))
    assert live.watching == (
        Watch("cpu", "OK", acts=True), Watch("own", "INSUFFICIENT_DATA"), Watch("unhealthy", "OK"),
    )  # fmt: skip
    assert live.watching_whole is True


def test_a_composite_alarm_acts_for_those_it_names(cloud: Cloud, connection: Connection, gaps: Gaps) -> None:
    made.put_service(cloud, "nginx:1")
    for name in ("slow", "slower"):
        made.put_alarm(cloud, name, "OK", ServiceName="ai-shell")
    rule = 'ALARM("slower") OR ALARM(errors)'
    gaps.composite_alarms = [{"AlarmName": "both", "AlarmRule": rule, "AlarmActions": [TOPIC]}]
    watching = read_service(where(connection)).watching or ()
    assert [(one.name, one.acts) for one in watching] == [("slow", False), ("slower", True)]


def test_more_alarms_than_are_looked_through_are_said(
    cloud: Cloud, connection: Connection, gaps: Gaps
) -> None:
    made.put_service(cloud, "nginx:1")
    gaps.endless_alarms = True
    live = read_service(where(connection))
    assert (live.watching, live.watching_whole) == ((), False)
