"""Requests in a second, of Prometheus: a service that nobody reaches has no errors either."""

from __future__ import annotations

from collections.abc import Mapping

from releases.core.presets._preset import DOWN, LEVEL, SELECTOR, Field, Made, Preset, selector, series

COUNTER = Field(
    name="counter", label="Counter", sample="http_requests_total", value="http_requests_total", may=True
)


def make(names: Mapping[str, str]) -> Made:
    query = f"sum(rate({series(names, COUNTER)}{selector(names)}[5m]))"
    return Made(name="Requests", kind=LEVEL, query=query, unit="/s", direction=DOWN, critical=False)


PRESET = Preset(
    key="prometheus.requests",
    source="prometheus",
    title="Prometheus: requests in a second",
    about="Fewer is worse: a service that nobody reaches has no errors either. It does not decide alone.",
    fields=(SELECTOR, COUNTER),
    make=make,
)
