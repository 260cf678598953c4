"""How long requests take, of 95 % of them, from a histogram of Prometheus."""

from __future__ import annotations

from collections.abc import Mapping

from releases.core.presets._preset import LEVEL, SELECTOR, Field, Made, Preset, selector, series

HISTOGRAM = Field(
    name="histogram", label="Histogram, in seconds", sample="http_request_duration_seconds",
    value="http_request_duration_seconds", may=True,
)  # fmt: skip


def make(names: Mapping[str, str]) -> Made:
    buckets = series(names, HISTOGRAM).removesuffix("_bucket") + "_bucket"
    rate = f"rate({buckets}{selector(names)}[5m])"
    return Made(
        name="Latency, p95", kind=LEVEL, query=f"histogram_quantile(0.95, sum by (le) ({rate}))", unit="ms",
        scale=1000.0,
    )  # fmt: skip


PRESET = Preset(
    key="prometheus.latency",
    source="prometheus",
    title="Prometheus: latency (p95)",
    about="How long 95 % of the requests take, as a histogram tells. It looks five minutes back.",
    fields=(SELECTOR, HISTOGRAM),
    make=make,
)
