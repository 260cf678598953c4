"""Definitions of flagd (OpenFeature), in JSON or YAML: https://flagd.dev/reference/flag-definitions/."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from releases.core.flags.data import Entry, members, parse, plain

MOST = 500
TARGETED, DISABLED = "targeted", "disabled"


class Defined(Struct, frozen=True, kw_only=True):
    """value: of the default variant; None where the code's own default counts.

    note  "targeted": some get another value; "disabled"; what is wrong with it
    """

    key: str
    line: int
    value: Any = None
    note: str = ""
    about: str = ""


def looks_like(top: Any) -> bool:
    """A mapping of flags that have variants."""
    flags = members(top, "flags") if isinstance(top, dict) else ()
    return any(isinstance(one.node, dict) and "variants" in one.node for one in flags)


def read(path: str, data: bytes) -> list[Defined]:
    """ValueError("one sentence") when it is no such file."""
    top = parse(path, data)
    if not isinstance(top, dict) or "flags" not in top:
        raise ValueError("it has no flags: a flagd file begins with them")
    return list(_defined(top))


def _defined(top: dict[str, Any]) -> Iterator[Defined]:
    for entry in members(top, "flags")[:MOST]:
        if isinstance(entry.node, dict):
            yield _one(entry, entry.node)


def _one(entry: Entry, node: dict[str, Any]) -> Defined:
    variants, chosen = plain(node.get("variants")), plain(node.get("defaultVariant"))
    metadata = plain(node.get("metadata"))
    about = str(metadata.get("description", "")) if isinstance(metadata, dict) else ""
    given: dict[str, Any] = {"key": entry.key, "line": entry.line, "about": about[:500]}
    if str(plain(node.get("state")) or "ENABLED").upper() == "DISABLED":
        return Defined(**given, note=DISABLED)
    # a variant called true may be written without quotes
    name = str(chosen).lower() if isinstance(chosen, bool) else chosen
    if not isinstance(variants, dict) or (name is not None and name not in variants):
        return Defined(**given, note="its default variant is none of its variants")
    value = variants[name] if name is not None else None
    return Defined(**given, value=value, note=TARGETED if plain(node.get("targeting")) else "")
