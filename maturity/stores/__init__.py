"""Where secrets lie sealed inside a column of another kind: one file here, or in another app's `stores`.

Columns that are sealed as a whole need none: they are found by their field.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from msgspec import Struct

from maturity import folders
from maturity.models.sealed import resealed


class Store(Struct, frozen=True):
    """model: "app.Model". field: a column of JSON objects. keys: what is sealed in them, texts or lists."""

    model: str
    field: str
    keys: tuple[str, ...]

    def resealed(self, value: Any) -> Any:
        """The object with its secrets sealed by the first key. Raises Unreadable."""
        if not isinstance(value, dict):
            return value
        return {key: _resealed(one) if key in self.keys else one for key, one in value.items()}


def _resealed(value: Any) -> Any:
    if isinstance(value, list):
        return [_resealed(one) for one in value]
    return resealed(value) if isinstance(value, str) else value


@cache
def all_stores() -> tuple[Store, ...]:
    return tuple(folders.members("stores", "STORE"))
