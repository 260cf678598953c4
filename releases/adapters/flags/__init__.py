"""Places that hold states of flags: one file for each kind of place."""

from __future__ import annotations

from functools import cache

from maturity.core import registry
from releases.adapters.flags._port import Place, Seen, Target

__all__ = ["Place", "Seen", "Target", "all_places"]


@cache
def all_places() -> dict[str, Place]:
    """By kind, which is the name of the file. A broken one fails here, at start-up."""
    return {one.kind: one for one in registry.load("releases.adapters.flags", "PLACE")}
