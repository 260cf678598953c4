"""How long targets behind an application load balancer take, of 95 % of the requests."""

from __future__ import annotations

from collections.abc import Mapping

from releases.core.cloudwatch import written
from releases.core.presets._preset import LEVEL, LOAD_BALANCER, TARGET_GROUP, Made, Preset, dimension


def make(names: Mapping[str, str]) -> Made:
    of = {"LoadBalancer": dimension(names, LOAD_BALANCER), "TargetGroup": dimension(names, TARGET_GROUP)}
    query = written("AWS/ApplicationELB", "TargetResponseTime", "p95", of)
    return Made(name="Latency, p95", kind=LEVEL, query=query, unit="ms", scale=1000.0)


PRESET = Preset(
    key="alb.latency",
    source="cloudwatch",
    title="Load balancer: latency (p95)",
    about="Until your service begins to answer, of 95 % of the requests; of a WebSocket that is its opening.",
    fields=(LOAD_BALANCER, TARGET_GROUP),
    make=make,
)
