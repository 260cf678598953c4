"""What Rungs needs in AWS to answer deployments of one ECS service that pause."""

from __future__ import annotations

import json

ACTIONS = (
    "ecs:ListServiceDeployments", "ecs:DescribeServiceDeployments", "ecs:DescribeServiceRevisions",
    "ecs:ContinueServiceDeployment",
)  # fmt: skip


def policy(role: str, region: str, cluster: str, service: str) -> str:
    """An IAM policy, as JSON. role: its ARN tells the account; what is not known stands in capitals."""
    parts = role.split(":")
    account = parts[4] if len(parts) > 5 and parts[4].isdigit() else "ACCOUNT"
    partition = parts[1] if len(parts) > 5 else "aws"
    at = f"arn:{partition}:ecs:{region or 'REGION'}:{account}"
    name = f"{cluster.rpartition('/')[2]}/{service.rpartition('/')[2]}"
    resources = [
        f"{at}:service/{name}", f"{at}:service-deployment/{name}/*", f"{at}:service-revision/{name}/*",
    ]  # fmt: skip
    statement = {"Effect": "Allow", "Action": list(ACTIONS), "Resource": resources}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]}, indent=2)
