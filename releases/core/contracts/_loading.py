"""A file as plain dictionaries, lists and texts, whether it is JSON or YAML."""

from __future__ import annotations

from typing import Any

import msgspec

from maturity.core.syntax import yaml

MOST_BYTES, MOST_EVENTS = 2_000_000, 400_000


def load(path: str, text: str) -> dict[str, Any] | None:
    """None when it describes no API. Raises ValueError. In YAML a node may contain itself."""
    data = text.encode()
    if len(data) > MOST_BYTES:
        raise ValueError(f"it is larger than {MOST_BYTES:,} bytes")
    found: Any
    if path.lower().endswith(".json"):
        try:
            found = msgspec.json.decode(data)
        except msgspec.DecodeError as wrong:
            raise ValueError(str(wrong)) from None
    else:
        found = next(iter(yaml.documents(data, max_bytes=MOST_BYTES, max_events=MOST_EVENTS)), None)
    return found if isinstance(found, dict) and ("openapi" in found or "swagger" in found) else None


def word(value: Any) -> str:
    """A scalar as both notations write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else str(value) if isinstance(value, str | int | float) else ""


def mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
