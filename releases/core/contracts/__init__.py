"""Descriptions of APIs (OpenAPI 2 and 3), and what of a new one those who call the old one do not bear."""

from __future__ import annotations

import re

from releases.core.contracts._differences import differences
from releases.core.contracts._loading import load
from releases.core.facts.code import Contract
from releases.core.migration import Note
from releases.core.telling import line

PLACE = re.compile(
    r"(?:^|/)(?:[\w.-]*(?:openapi|swagger|api-?spec)[\w.-]*|api)\.(?:json|ya?ml)$", re.IGNORECASE
)
MOST = 20

__all__ = ["compare", "wants"]


def wants(path: str) -> bool:
    """By its name it may be one."""
    return PLACE.search(path) is not None


def compare(path: str, before: str | None, after: str | None) -> Contract | None:
    """None for two that describe no API. A text is None where there is no such file."""
    try:
        old = load(path, before) if before is not None else None
        new = load(path, after) if after is not None else None
        if old is None:
            return Contract(path=path, new=True) if new is not None else None
        if new is None:
            return Contract(path=path, gone=True)
        found = differences(old, new)
    except (ValueError, RecursionError) as wrong:
        return Contract(path=path, error=line(f"it cannot be read: {wrong}", 200))
    return Contract(
        path=path, breaks=tuple(Note(line(one, 160)) for one in found[:MOST]), more=max(0, len(found) - MOST)
    )
