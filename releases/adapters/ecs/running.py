"""What a service runs: task definitions and their images."""

from __future__ import annotations

import re
from typing import Any

from maturity.adapters.aws.words import code_of, telling
from maturity.adapters.errors import AdapterError
from releases.adapters.ecs.where import Where, number, text
from releases.core.facts.service import Container, Image, TaskDefinition

MOST = 20  # containers of a task definition
ECR = re.compile(
    r"(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]{5,30})\.(?:amazonaws\.com(?:\.cn)?|on\.aws)"
    r"/([a-z0-9][a-z0-9._/-]{0,254})(?::([\w][\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?"
)
GONE = frozenset({"ImageNotFoundException", "RepositoryNotFoundException"})


def task_definition(where: Where, name: str) -> TaskDefinition:
    """Deleted ones are told as such by AWS for a while, and then as unknown."""
    short = name.rpartition("/")[2]
    with telling(f"reading the task definition {short}", "ecs:DescribeTaskDefinition"):
        found = where.client("ecs").describe_task_definition(taskDefinition=name).get("taskDefinition") or {}
    told = [one for one in found.get("containerDefinitions") or () if isinstance(one, dict)][:MOST]
    containers = tuple(_container(one) for one in told)
    images = dict.fromkeys(one.image for one in containers if one.image)
    return TaskDefinition(
        name=short, status=text(found.get("status"), 30), containers=containers,
        images=tuple(image_of(where, one) for one in images),
    )  # fmt: skip


def _container(told: dict[str, Any]) -> Container:
    return Container(
        name=text(told.get("name")), image=text(told.get("image"), 500),
        stop_timeout=number(told.get("stopTimeout")), served=bool(told.get("portMappings")),
    )  # fmt: skip


def image_of(where: Where, image: str) -> Image:
    """Whether its registry still has it."""
    found = ECR.fullmatch(image)
    if found is None:
        return Image(image=image, why="it is in a registry that Rungs does not ask")
    account, region, repository, tag, digest = found.groups()
    wanted = {"imageDigest": digest} if digest else {"imageTag": tag or "latest"}
    try:
        with telling(f"looking for the image {image}"[:200], "ecr:DescribeImages"):
            told = where.client("ecr", region).describe_images(
                registryId=account, repositoryName=repository, imageIds=[wanted]
            ).get("imageDetails") or []  # fmt: skip
    except AdapterError as error:
        if code_of(error) in GONE:
            return Image(image=image, exists=False, digest=digest or "")
        return Image(image=image, why=error.message[:300])
    seen = text(told[0].get("imageDigest"), 100) if told else ""
    return Image(image=image, exists=bool(told), digest=seen or digest or "")
