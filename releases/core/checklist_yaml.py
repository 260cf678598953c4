"""Checklists as YAML files, for people to keep beside their code and to hand on.

Read from parser events with limits, and never loaded: a file can stall, crash or run nothing.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec
from yaml import SafeDumper, dump

from maturity.core.syntax import yaml
from maturity.core.syntax.yaml import Mapping, Node, Scalar, Sequence
from releases.core import checklist as lists
from releases.core.checklist import Checklist

MAX_BYTES, MAX_DEPTH, MAX_NODES, WIDTH = 200_000, 8, 10_000, 100
# As YAML 1.1 has them, so that what was written as a text is read as one.
_WHOLE = re.compile(r"[+-]?(?:0|[1-9][0-9]{0,14})")
_BROKEN = re.compile(r"[+-]?[0-9]{1,15}\.[0-9]{0,17}(?:[eE][+-][0-9]{1,3})?")
_STEP = re.compile(r"\[(\d+)\]|\.(\w+)")


def written(checklist: Checklist, *, heading: str = "") -> str:
    """heading: a first line of comment."""
    body = dump(lists.packed(checklist), Dumper=SafeDumper, sort_keys=False, allow_unicode=True, width=WIDTH)
    comment = " ".join(heading.split())
    return f"# {comment}\n{body}" if comment else str(body)


def read(data: bytes) -> Checklist:
    """Raises ValueError("one sentence, with the line"). Whether it can be so, `checklist_rules` says."""
    documents = yaml.documents(data, max_bytes=MAX_BYTES, max_depth=MAX_DEPTH, max_events=MAX_NODES)
    if len(documents) != 1 or not isinstance(documents[0], Mapping):
        raise ValueError(
            "A checklist is one document with the keys items, without, approvals and approval_hours."
        )
    root = documents[0]
    try:
        return msgspec.convert(_Plain().of(root), Checklist, strict=False)
    except msgspec.ValidationError as wrong:
        raise ValueError(_sentence(str(wrong), root)) from None


def settings(text: str) -> dict[str, Any]:
    """Settings of a gate as a person types them: "hours: 48". Raises ValueError("one sentence")."""
    documents = yaml.documents(text.encode(), max_bytes=MAX_BYTES, max_depth=MAX_DEPTH, max_events=MAX_NODES)
    if not documents or (isinstance(documents[0], Scalar) and documents[0].is_null):
        return {}
    if len(documents) != 1 or not isinstance(documents[0], Mapping):
        raise ValueError("Settings are written as names and values, such as hours: 48.")
    found: dict[str, Any] = _Plain().of(documents[0], typed=True)
    return found


def settings_written(params: dict[str, Any]) -> str:
    """As `settings` reads them."""
    return str(dump(params, Dumper=SafeDumper, sort_keys=False, allow_unicode=True)) if params else ""


class _Plain:
    """Nodes as plain values. Aliases share nodes, so what comes out is counted too."""

    def __init__(self) -> None:
        self.left = MAX_NODES

    def of(self, node: Node, *, typed: bool = False, depth: int = 0) -> Any:
        """typed: without quotes it may be a number, true, false or nothing, as in the settings of gates."""
        self.left -= 1
        if self.left < 0 or depth > MAX_DEPTH:
            raise ValueError(f"Line {node.line}: the file holds too much, or one part of it holds itself.")
        if isinstance(node, Mapping):
            return {
                key: self.of(value, typed=typed or key == "params", depth=depth + 1)
                for key, value in node.items()
            }
        if isinstance(node, Sequence):
            return [self.of(one, typed=typed, depth=depth + 1) for one in node]
        return _value(node) if typed else (None if node.is_null else str(node))


def _value(scalar: Scalar) -> Any:
    text = str(scalar)
    if not scalar.plain:
        return text
    if scalar.is_null:
        return None
    if text in ("true", "false"):
        return text == "true"
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _BROKEN.fullmatch(text) else text


def _sentence(wrong: str, root: Node) -> str:
    """msgspec says where by a path: "… - at `$.items[3].kind`". A person looks for a line."""
    said, _, path = wrong.partition(" - at `")
    node: Node = root
    for index, name in _STEP.findall(path):
        inside = node[int(index)] if index and isinstance(node, Sequence) and int(index) < len(node) else None
        if name and isinstance(node, Mapping):
            inside = node.get(name)
        if inside is None:
            break
        node = inside
    return f"Line {node.line}: {said}."
