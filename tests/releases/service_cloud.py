"""An ECS service in moto, with all that hangs on it.

What moto 5.2 lacks is put into its answers, and nothing else: `deploymentConfiguration` and
`healthCheckGracePeriodSeconds` of a service, its service deployments and revisions, and targets that
drain (those of moto are gone at once); composite alarms, and that alarms come in pages; when an image was
pulled last and whether it is in the archive, and rules of lifecycle policies that go by either. A database
without any backup, which moto never has, can be asked for too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct

from maturity.adapters.aws.session import client
from maturity.models import Connection
from tests.cloud import REGION, Cloud

REGISTRY = f"123456789012.dkr.ecr.{REGION}.amazonaws.com"
CONFIGURATION: dict[str, Any] = {
    "deploymentCircuitBreaker": {"enable": True, "rollback": True}, "maximumPercent": 200,
    "minimumHealthyPercent": 100, "strategy": "ROLLING",
    "alarms": {"alarmNames": ["errors", "slow"], "enable": True, "rollback": True},
}  # fmt: skip
RUNNING = {
    "serviceDeploymentArn": "arn:aws:ecs:eu-west-1:123456789012:service-deployment/prod/ai-shell/1",
    "createdAt": datetime(2026, 11, 23, 8, 40, tzinfo=UTC), "status": "IN_PROGRESS",
    "startedAt": datetime(2026, 11, 23, 8, 41, tzinfo=UTC), "lifecycleStage": "BAKE_TIME",
    "targetServiceRevision": {"requestedProductionTrafficWeight": 10.0},
}  # fmt: skip


class _Answer(Struct):
    status_code: int = 200


class Gaps:
    """What is put into the answers. Change it before reading."""

    def __init__(self) -> None:
        self.service: dict[str, Any] = {
            "deploymentConfiguration": CONFIGURATION,
            "healthCheckGracePeriodSeconds": 60,
        }
        self.deployments: list[dict[str, Any]] = [RUNNING]
        self.revisions: list[dict[str, Any]] = []
        self.draining: list[str] = []  # numbers of targets, of every target group
        self.without_backups = False
        self.composite_alarms: list[dict[str, Any]] = []
        self.endless_alarms = False
        self.image: dict[str, Any] = {}
        self.lifecycle = ""  # in place of the policy that the repository has

    def _describe(self, parsed: dict[str, Any], **_more: Any) -> None:
        for one in parsed.get("services") or ():
            one.update(self.service)

    def _list(self, **_more: Any) -> tuple[_Answer, dict[str, Any]]:
        return _Answer(), {"serviceDeployments": self.deployments}

    def _revisions(self, **_more: Any) -> tuple[_Answer, dict[str, Any]]:
        return _Answer(), {"serviceRevisions": self.revisions}

    def _health(self, parsed: dict[str, Any], **_more: Any) -> None:
        parsed.setdefault("TargetHealthDescriptions", []).extend(
            {"Target": {"Id": one, "Port": 80}, "TargetHealth": {"State": "draining"}}
            for one in self.draining
        )

    def _alarms(self, parsed: dict[str, Any], **_more: Any) -> None:
        parsed["CompositeAlarms"] = self.composite_alarms
        if self.endless_alarms:
            parsed["NextToken"] = "more"

    def _images(self, parsed: dict[str, Any], **_more: Any) -> None:
        for one in parsed.get("imageDetails") or ():
            one.update(self.image)

    def _lifecycle(self, parsed: dict[str, Any], **_more: Any) -> None:
        if self.lifecycle:
            parsed["lifecyclePolicyText"] = self.lifecycle

    def _empty(self, parsed: dict[str, Any], **_more: Any) -> None:
        for one in parsed.get("DBInstances") or () if self.without_backups else ():
            del one["LatestRestorableTime"]
        if self.without_backups and "DBSnapshots" in parsed:
            parsed["DBSnapshots"] = []

    @contextmanager
    def filled(self, connection: Connection) -> Iterator[Gaps]:
        """Clients are kept, so what is put into them is taken out again."""
        names = ("ecs", "ecr", "rds", "elbv2", "cloudwatch")
        ecs, ecr, rds, elbv2, cloudwatch = (client(connection, name, REGION).meta.events for name in names)
        hooks = [
            (ecs, "after-call.ecs.DescribeServices", self._describe),
            (ecs, "before-call.ecs.ListServiceDeployments", self._list),
            (ecs, "before-call.ecs.DescribeServiceDeployments", self._list),
            (ecs, "before-call.ecs.DescribeServiceRevisions", self._revisions),
            (ecr, "after-call.ecr.DescribeImages", self._images),
            (ecr, "after-call.ecr.GetLifecyclePolicy", self._lifecycle),
            (elbv2, "after-call.elastic-load-balancing-v2.DescribeTargetHealth", self._health),
            (cloudwatch, "after-call.cloudwatch.DescribeAlarms", self._alarms),
            (rds, "after-call.rds.DescribeDBInstances", self._empty),
            (rds, "after-call.rds.DescribeDBSnapshots", self._empty),
        ]
        for events, name, hook in hooks:
            events.register(name, hook)
        yield self
        for events, name, hook in hooks:
            events.unregister(name, hook)


def put_image(cloud: Cloud, tag: str = "41", repository: str = "ai-shell") -> str:
    """Its digest."""
    ecr = cloud.client("ecr")
    known = [one["repositoryName"] for one in ecr.describe_repositories()["repositories"]]
    if repository not in known:
        ecr.create_repository(repositoryName=repository)
    kind = "application/vnd.docker.distribution.manifest.v2+json"
    manifest = json.dumps({"schemaVersion": 2, "mediaType": kind, "config": {"digest": tag}, "layers": []})
    told = ecr.put_image(repositoryName=repository, imageManifest=manifest, imageTag=tag)
    return str(told["image"]["imageId"]["imageDigest"])


def put_lifecycle(cloud: Cloud, days: int, repository: str = "ai-shell") -> None:
    """Whatever was pushed so many days ago is deleted."""
    selection = {
        "tagStatus": "any",
        "countType": "sinceImagePushed",
        "countUnit": "days",
        "countNumber": days,
    }
    rule = {"rulePriority": 1, "selection": selection, "action": {"type": "expire"}}
    cloud.client("ecr").put_lifecycle_policy(
        repositoryName=repository, lifecyclePolicyText=json.dumps({"rules": [rule]})
    )


def put_target_group(cloud: Cloud, name: str = "ai-shell", *, front: bool = True, **attributes: str) -> str:
    """Behind a load balancer of its own, where `front`; its address."""
    elbv2 = cloud.client("elbv2")
    vpc = cloud.client("ec2").describe_vpcs()["Vpcs"][0]["VpcId"]
    told = elbv2.create_target_group(
        Name=name, Protocol="HTTP", Port=80, VpcId=vpc, HealthCheckIntervalSeconds=15, HealthyThresholdCount=3
    )
    arn = str(told["TargetGroups"][0]["TargetGroupArn"])
    given = [{"Key": key.replace("__", "."), "Value": value} for key, value in attributes.items()]
    if given:
        elbv2.modify_target_group_attributes(TargetGroupArn=arn, Attributes=given)
    if front:
        put_balancer(cloud, name, {arn: 1})
    return arn


def put_balancer(cloud: Cloud, name: str, weights: dict[str, int], sticky: int = 0) -> tuple[str, str]:
    """With one listener that shares the traffic so; the addresses of both."""
    elbv2 = cloud.client("elbv2")
    subnets = [one["SubnetId"] for one in cloud.client("ec2").describe_subnets()["Subnets"]][:2]
    balancer = elbv2.create_load_balancer(Name=name, Subnets=subnets)["LoadBalancers"][0]["LoadBalancerArn"]
    elbv2.modify_load_balancer_attributes(
        LoadBalancerArn=balancer, Attributes=[{"Key": "idle_timeout.timeout_seconds", "Value": "120"}]
    )
    told = elbv2.create_listener(
        LoadBalancerArn=balancer, Protocol="HTTP", Port=80, DefaultActions=[forward(weights, sticky)]
    )
    return str(balancer), str(told["Listeners"][0]["ListenerArn"])


def forward(weights: dict[str, int], sticky: int = 0) -> dict[str, Any]:
    """An action that shares the traffic between target groups."""
    shares = [{"TargetGroupArn": arn, "Weight": weight} for arn, weight in weights.items()]
    kept = {"Enabled": bool(sticky), "DurationSeconds": sticky or 1}
    return {
        "Type": "forward",
        "ForwardConfig": {"TargetGroups": shares, "TargetGroupStickinessConfig": kept},
    }


def count(cloud: Cloud, metric: str, value: float, at: datetime, balancer: str, group: str = "") -> None:
    """As CloudWatch has it of a load balancer, or of a target group behind it."""
    of = {"LoadBalancer": balancer.rpartition(":loadbalancer/")[2]}
    of |= {"TargetGroup": group.rpartition(":")[2]} if group else {}
    cloud.client("cloudwatch").put_metric_data(
        Namespace="AWS/ApplicationELB",
        MetricData=[{
            "MetricName": metric, "Value": value, "Timestamp": at,
            "Dimensions": [{"Name": name, "Value": known} for name, known in of.items()],
        }],
    )  # fmt: skip


def put_alarm(cloud: Cloud, name: str, state: str, *actions: str, **dimensions: str) -> None:
    cloudwatch = cloud.client("cloudwatch")
    cloudwatch.put_metric_alarm(
        AlarmName=name, ComparisonOperator="GreaterThanThreshold", EvaluationPeriods=1, Threshold=1.0,
        MetricName="m", Namespace="n", Period=60, Statistic="Sum", AlarmActions=list(actions),
        Dimensions=[{"Name": key, "Value": value} for key, value in dimensions.items()],
    )  # fmt: skip
    cloudwatch.set_alarm_state(AlarmName=name, StateValue=state, StateReason="as the test says")


def put_service(cloud: Cloud, image: str, target_group: str = "") -> None:
    """ai-shell of the cluster prod, with three tasks."""
    ecs = cloud.client("ecs")
    ecs.create_cluster(clusterName="prod")
    ecs.register_task_definition(
        family="ai-shell",
        containerDefinitions=[{
            "name": "web", "image": image, "memory": 128, "stopTimeout": 90, "essential": True,
            "portMappings": [{"containerPort": 80}],
        }],
    )  # fmt: skip
    behind = [{"targetGroupArn": target_group, "containerName": "web", "containerPort": 80}]
    ecs.create_service(
        cluster="prod", serviceName="ai-shell", taskDefinition="ai-shell", desiredCount=3,
        loadBalancers=behind if target_group else [],
    )  # fmt: skip


def put_database(cloud: Cloud, name: str = "ai-shell-prod") -> None:
    cloud.client("rds").create_db_instance(
        DBInstanceIdentifier=name, DBInstanceClass="db.t3.micro", Engine="postgres", AllocatedStorage=20,
        MasterUsername="a", MasterUserPassword="not-a-secret",
    )  # fmt: skip
