"""JSON and YAML of strangers, with lines: one way of looking at both."""

from __future__ import annotations

import json
from typing import Any

from msgspec import Struct

from maturity.core.syntax import yaml
from releases.core.flags import values

DEEPEST = 8


class Entry(Struct, frozen=True):
    """One member of a mapping. line: 1 where nobody knows."""

    key: str
    line: int
    node: Any


def parse(path: str, data: bytes) -> Any:
    """The first document. ValueError("one sentence") when it is broken."""
    every = parse_all(path, data)
    return every[0] if every else None


def parse_all(path: str, data: bytes) -> list[Any]:
    """JSON is read as YAML, which tells the lines; what only JSON allows, as JSON."""
    try:
        return list(yaml.documents(data))
    except ValueError:
        if not path.endswith(".json"):
            raise
    try:
        return [json.loads(data)]
    except (ValueError, RecursionError):
        raise ValueError("it is no JSON") from None


def members(top: dict[str, Any], name: str) -> list[Entry]:
    """The entries of a mapping within a mapping; of a list of named things, by their names."""
    node = top.get(name)
    if isinstance(node, dict):
        return entries(node)
    named = [one for one in node or () if isinstance(one, dict)] if isinstance(node, list) else []
    return [Entry(key, _line(one), one) for one in named if (key := _name(one))]


def entries(node: dict[str, Any]) -> list[Entry]:
    lines = getattr(node, "key_lines", {})
    return [Entry(str(key), lines.get(key, 1), value) for key, value in node.items()]


def plain(node: Any, depth: int = 0) -> Any:
    """A node as JSON would hold it. Text that was not quoted is what it looks like."""
    if isinstance(node, yaml.Scalar):
        if not node.plain:
            return str(node)[: values.LONGEST]
        return None if node.is_null else values.meant(str(node))
    if depth >= DEEPEST:
        return None
    if isinstance(node, dict):
        some = list(node.items())[: values.WIDEST]
        return {str(key): plain(value, depth + 1) for key, value in some}
    if isinstance(node, list):
        return [plain(value, depth + 1) for value in node[: values.WIDEST]]
    return node


def _line(node: Any) -> int:
    return getattr(node, "line", 1)


def _name(node: dict[str, Any]) -> str:
    for word in ("key", "name", "id", "flag"):
        if isinstance(node.get(word), str):
            return str(node[word])
    return ""
