"""Connections that a load balancer holds, WebSockets among them."""

from __future__ import annotations

from collections.abc import Mapping

from releases.core.cloudwatch import written
from releases.core.presets._preset import DOWN, LEVEL, LOAD_BALANCER, Made, Preset, dimension


def make(names: Mapping[str, str]) -> Made:
    of = {"LoadBalancer": dimension(names, LOAD_BALANCER)}
    query = written("AWS/ApplicationELB", "ActiveConnectionCount", "Sum", of)
    return Made(name="Open connections", kind=LEVEL, query=query, direction=DOWN, critical=False)


PRESET = Preset(
    key="alb.connections",
    source="cloudwatch",
    title="Load balancer: open connections (WebSocket)",
    about="Connections from clients and to targets; fewer is worse. CloudWatch knows them of a whole load "
    "balancer only. It does not decide alone.",
    fields=(LOAD_BALANCER,),
    make=make,
)
