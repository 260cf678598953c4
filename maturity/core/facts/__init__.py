"""What we know about a commit, before anybody judges it.

A fact is a frozen struct in `facts/<noun>.py`, made by the `collect` function beside it.
The parameters of `collect` say what it is made from: `Files`, or other facts. Criteria
name the facts they need the same way. Facts are made when first asked for, once.
"""

from __future__ import annotations

import importlib
from functools import cache
from typing import Any, TypeVar, get_type_hints

from msgspec import Struct

from maturity.core.files import Files

T = TypeVar("T")


class Missing(Struct, frozen=True):
    """We did not look, or we could not: never the same thing as "no"."""

    reason: str


class Facts:
    """The facts of one commit. `given` come from outside: connectors, attestations, tests."""

    def __init__(self, files: Files, *given: object, missing: dict[type, Missing] | None = None) -> None:
        self.files = files
        self._known: dict[type, object] = {Files: files, **{type(fact): fact for fact in given}, **(missing or {})}

    def get(self, kind: type[T]) -> T | Missing:
        if kind not in self._known:
            self._known[kind] = self._collect(kind)
        return self._known[kind]  # type: ignore[return-value]

    def _collect(self, kind: type) -> object:
        collect, needs = collector_of(kind)
        parts = [self.get(need) for need in needs]
        for part in parts:
            if isinstance(part, Missing):
                return part
        return collect(*parts)


@cache
def collector_of(kind: type) -> tuple[Any, tuple[type, ...]]:
    """The `collect` beside the fact's class, and the types of its parameters."""
    module = importlib.import_module(kind.__module__)
    collect = getattr(module, "collect", None)
    if collect is None:
        return lambda: Missing(f"{kind.__name__} not collected"), ()
    hints = get_type_hints(collect)
    return collect, tuple(hint for name, hint in hints.items() if name != "return")
