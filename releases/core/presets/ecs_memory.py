"""Memory of the tasks of an ECS service, as a share of what they reserved."""

from __future__ import annotations

from collections.abc import Mapping

from releases.core.cloudwatch import written
from releases.core.presets._preset import CLUSTER, LEVEL, SERVICE, Made, Preset, dimension


def make(names: Mapping[str, str]) -> Made:
    of = {"ClusterName": dimension(names, CLUSTER), "ServiceName": dimension(names, SERVICE)}
    query = written("AWS/ECS", "MemoryUtilization", "Average", of)
    return Made(name="Memory of tasks", kind=LEVEL, query=query, unit="%", critical=False)


PRESET = Preset(
    key="ecs.memory",
    source="cloudwatch",
    title="ECS: Memory of tasks",
    about="What the tasks of the service use of what they reserved, on average. It does not decide alone.",
    fields=(CLUSTER, SERVICE),
    make=make,
)
