"""What a service runs: task definitions."""

from __future__ import annotations

from typing import Any

from maturity.adapters.aws.words import telling
from releases.adapters.ecs.images import image_of
from releases.adapters.ecs.where import Where, number, text
from releases.core.facts.service import Container, TaskDefinition

MOST = 20  # containers of a task definition


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
