"""Blue against green: errors of one target group, with those of the other in the same minutes."""

from __future__ import annotations

from collections.abc import Mapping

from releases.core.cloudwatch import written
from releases.core.presets._preset import COUNTS, LOAD_BALANCER, Field, Made, Preset, dimension

ELB = "AWS/ApplicationELB"
ONE = Field(name="target_group", label="Target group", sample="targetgroup/shop-blue/73e2d6bc24d8a067")
OTHER = Field(
    name="other_target_group", label="The other target group",
    sample="targetgroup/shop-green/943f017f100becff",
)  # fmt: skip


def make(names: Mapping[str, str]) -> Made:
    balancer, one, other = (dimension(names, field) for field in (LOAD_BALANCER, ONE, OTHER))
    if one == other:
        raise ValueError("the two target groups are the same")
    bad, every = "HTTPCode_Target_5XX_Count", "RequestCount"

    def query(metric: str, group: str) -> str:
        return written(ELB, metric, "Sum", {"LoadBalancer": balancer, "TargetGroup": group})

    return Made(
        name="Errors (5xx), blue against green", kind=COUNTS, query=query(bad, one),
        total_query=query(every, one), control_query=query(bad, other),
        control_total_query=query(every, other),
    )  # fmt: skip


PRESET = Preset(
    key="target_group.errors",
    source="cloudwatch",
    title="Blue against green: errors (5xx)",
    about="Errors of the new version among its requests, and of the old one in the same minutes, while both "
    "take traffic. Have the load balancer's errors beside it.",
    fields=(LOAD_BALANCER, ONE, OTHER),
    make=make,
)
