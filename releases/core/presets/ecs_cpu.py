"""CPU of the tasks of an ECS service, as a share of what they reserved."""

from __future__ import annotations

from collections.abc import Mapping

from releases.core.cloudwatch import written
from releases.core.presets._preset import CLUSTER, LEVEL, SERVICE, Made, Preset, dimension


def make(names: Mapping[str, str]) -> Made:
    of = {"ClusterName": dimension(names, CLUSTER), "ServiceName": dimension(names, SERVICE)}
    query = written("AWS/ECS", "CPUUtilization", "Average", of)
    return Made(name="CPU of tasks", kind=LEVEL, query=query, unit="%", critical=False)


PRESET = Preset(
    key="ecs.cpu",
    source="cloudwatch",
    title="ECS: CPU of tasks",
    about="What the tasks of the service use of what they reserved, on average. It does not decide alone.",
    fields=(CLUSTER, SERVICE),
    make=make,
)
