"""Answers of targets behind an application load balancer that begin with 5, among all requests."""

from __future__ import annotations

from collections.abc import Mapping

from releases.core.cloudwatch import written
from releases.core.presets._preset import COUNTS, LOAD_BALANCER, TARGET_GROUP, Made, Preset, dimension

ELB = "AWS/ApplicationELB"


def make(names: Mapping[str, str]) -> Made:
    of = {"LoadBalancer": dimension(names, LOAD_BALANCER), "TargetGroup": dimension(names, TARGET_GROUP)}
    return Made(
        name="Errors (5xx)", kind=COUNTS, query=written(ELB, "HTTPCode_Target_5XX_Count", "Sum", of),
        total_query=written(ELB, "RequestCount", "Sum", of),
    )  # fmt: skip


PRESET = Preset(
    key="alb.errors",
    source="cloudwatch",
    title="Load balancer: errors (5xx)",
    about="Answers of your service that begin with 5, among all requests. Minutes without an error count as "
    "zero where requests were counted.",
    fields=(LOAD_BALANCER, TARGET_GROUP),
    make=make,
)
