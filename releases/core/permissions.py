"""What Rungs needs in AWS to answer deployments of one ECS service that pause."""

from __future__ import annotations

from maturity.core.state.permissions import account_of, allow, document, partition_of

ACTIONS = (
    "ecs:ListServiceDeployments", "ecs:DescribeServiceDeployments", "ecs:DescribeServiceRevisions",
    "ecs:ContinueServiceDeployment",
)  # fmt: skip


def policy(role: str, region: str, cluster: str, service: str) -> str:
    """An IAM policy, as JSON. role: its ARN tells the account; what is not known stands in capitals."""
    at = f"arn:aws:ecs:{region or 'REGION'}:{account_of(role) or 'ACCOUNT'}"
    return document([allow(ACTIONS, resources(at, cluster, service))], partition_of(role))


def resources(at: str, cluster: str, service: str) -> list[str]:
    """The service, its deployments and its revisions. at: how addresses of ECS begin there."""
    name = f"{cluster.rpartition('/')[2]}/{service.rpartition('/')[2]}"
    return [f"{at}:service/{name}", f"{at}:service-deployment/{name}/*", f"{at}:service-revision/{name}/*"]
