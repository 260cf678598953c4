"""What to paste into a pipeline so that it sends its plans here: one file for each CI system."""

from __future__ import annotations

from functools import cache

from maturity.core import registry
from maturity.core.snippets._place import Place, Snippet, Written

__all__ = ["Place", "Snippet", "Written", "all_snippets"]


@cache
def all_snippets() -> tuple[Snippet, ...]:
    return tuple(registry.load("maturity.core.snippets", "snippet"))
