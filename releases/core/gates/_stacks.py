"""What gates about stacks say alike."""

from __future__ import annotations

from releases.core.gate import Evidence, Result, unknown


def unnamed(environment: str, settings: str) -> Result:
    """Nobody said which stacks it touches, which is not the same as none."""
    where = f"no stack is named that a release to {environment} touches"
    what = "name its stacks on the page of the application; one that has none leaves this item out"
    return unknown(where, what, Evidence("The stacks of this application", url=settings))
