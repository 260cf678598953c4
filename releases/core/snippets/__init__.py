"""What to paste into a pipeline so that it asks its release's gate: one file for each CI system."""

from __future__ import annotations

from functools import cache

from maturity.core import registry
from releases.core.snippets._way import Snippet, Way, Written

__all__ = ["Snippet", "Way", "Written", "all_snippets"]


@cache
def all_snippets() -> tuple[Snippet, ...]:
    return tuple(registry.load("releases.core.snippets", "snippet"))
