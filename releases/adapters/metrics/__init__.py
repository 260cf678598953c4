"""Places that keep series of figures: one file for each kind of source."""

from __future__ import annotations

from functools import cache

from maturity.core import registry
from releases.adapters.metrics._port import MOST_POINTS, Asked, Failed, Need, Outcome, Point, Series, Source
from releases.adapters.metrics._together import read_together

__all__ = [
    "MOST_POINTS",
    "Asked",
    "Failed",
    "Need",
    "Outcome",
    "Point",
    "Series",
    "Source",
    "all_sources",
    "read_together",
]


@cache
def all_sources() -> dict[str, Source]:
    """By kind, which is the name of the file. A broken one fails here, at start-up."""
    return {one.kind: one for one in registry.load("releases.adapters.metrics", "SOURCE")}
