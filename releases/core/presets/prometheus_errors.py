"""Requests that were answered with 5xx, among all, as most libraries count them for Prometheus."""

from __future__ import annotations

from collections.abc import Mapping

from releases.core.presets._preset import COUNTS, SELECTOR, Field, Made, Preset, selector, series

COUNTER = Field(
    name="counter", label="Counter", sample="http_requests_total", value="http_requests_total", may=True
)
CODE = Field(name="code", label="Label of the status", sample="code or status", value="code", may=True)


def make(names: Mapping[str, str]) -> Made:
    counter, code = series(names, COUNTER), series(names, CODE)
    bad = selector(names, f'{code}=~"5.."')
    return Made(
        name="Errors (5xx)", kind=COUNTS, query=f"sum(increase({counter}{bad}[$step]))",
        total_query=f"sum(increase({counter}{selector(names)}[$step]))",
    )  # fmt: skip


PRESET = Preset(
    key="prometheus.errors",
    source="prometheus",
    title="Prometheus: errors (5xx)",
    about="Requests answered with 5xx, among all. Needs a scrape every 30 seconds or more often.",
    fields=(SELECTOR, COUNTER, CODE),
    make=make,
)
