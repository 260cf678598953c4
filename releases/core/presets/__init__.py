"""Metrics that need no query written: a few names make one. One file for each."""

from __future__ import annotations

from functools import cache

from maturity.core import registry
from releases.core.presets._known import known_of
from releases.core.presets._preset import Field, Known, Made, Preset

__all__ = ["Field", "Known", "Made", "Preset", "all_presets", "known_of"]


@cache
def all_presets() -> dict[str, Preset]:
    """By key. A broken one fails here, at start-up."""
    return {one.key: one for one in registry.load("releases.core.presets", "PRESET")}
