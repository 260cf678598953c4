"""A step that may fail by itself, and a later one that fails the job for it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import structs

from maturity.core.linking.done import Done
from maturity.core.pipeline import Step

_ENDS_IN_FAILURE = re.compile(
    r"\bexit\s{1,3}(?:[1-9]|[\"']?\$)|\bcore\.setFailed\s{0,3}\(|(?:^|[\s;&|])false\s*$", re.M
)
MAX_TEXT = 20_000


def hardened(done: Sequence[Done], siblings: Sequence[Step]) -> list[Done]:
    return [structs.replace(one, soft="") if one.soft and _answered(one, siblings) else one for one in done]


def _answered(one: Done, siblings: Sequence[Step]) -> bool:
    """Whether a later step asks how this one ended, and ends in failure."""
    if one.index >= len(siblings):
        return False
    step = siblings[one.index]
    own = bool(step.soft) or (one.command is not None and bool(one.command.tolerated))
    return bool(step.id) and own and any(_fails_for(step.id, later) for later in siblings[one.index + 1 :])


def _fails_for(name: str, later: Step) -> bool:
    script = later.inputs.get("script", "")[:MAX_TEXT]
    texts = (later.condition, later.run[:MAX_TEXT], script, *later.env.values())
    asks = any(f"steps.{name}." in text or f"steps['{name}']" in text for text in texts)
    return (
        asks
        and not later.soft
        and any(_ENDS_IN_FAILURE.search(text) for text in (later.run[:MAX_TEXT], script))
    )
