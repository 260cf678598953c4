"""Terraform's JSON syntax as the same blocks and attributes as HCL, values as HCL would write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from maturity.core.syntax.hcl import Attribute, Block, Body

_LABELS = {
    "resource": 2, "data": 2, "ephemeral": 2, "module": 1, "provider": 1, "variable": 1, "output": 1,
    "check": 1, "run": 1, "backend": 1, "provider_meta": 1, "provisioner": 1,
}  # fmt: skip
_BLOCKS = frozenset(_LABELS) | {
    "terraform", "locals", "import", "moved", "removed", "cloud", "workspaces", "required_providers",
    "lifecycle", "assume_role", "assume_role_with_web_identity", "assert", "validation", "precondition",
    "postcondition", "variables", "plan_options", "expect_failures",
}  # fmt: skip
_EXPRESSION = re.compile(r"\$\{([^{}\"]*+)\}")
_MAX_VALUE = 2_000
_MAX_MISSES = 20
_DEPTH = 3


def parse_json(data: bytes, *, variables: bool = False) -> Body:
    """A body from JSON; `variables`: all keys are attributes. Raises ValueError when it is no JSON object."""
    text = data.decode("utf-8-sig", "replace")
    try:
        content = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ValueError(f"Not valid JSON: {error}.") from None
    if not isinstance(content, dict):
        raise ValueError("Line 1: not a JSON object.")
    lines = _Lines(text)
    if variables:
        return Body((), tuple(Attribute(key, lines.of(key), _text(value)) for key, value in content.items()))
    blocks: list[Block] = []
    for key, value in content.items():
        if not key.startswith("//"):
            blocks += _blocks(key, value, _LABELS.get(key, 0), (), lines, _DEPTH)
    return Body(tuple(blocks))


class _Lines:
    """The line of each key, found in the text from the last one on: keys are visited in the order written."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line = 1
        self._misses = 0

    def of(self, key: str) -> int:
        if self._misses < _MAX_MISSES:
            found = self._text.find(f'"{key}"', self._at)
            if found < 0:
                self._misses += 1
            else:
                self._line += self._text.count("\n", self._at, found)
                self._at = found
        return self._line


def _blocks(
    kind: str, value: Any, labels_left: int, labels: tuple[str, ...], lines: _Lines, depth: int
) -> Iterator[Block]:
    """`{"resource": {"type": {"name": {…}}}}`: each label is one more object; a list means several blocks."""
    line = lines.of(labels[-1] if labels else kind)
    for item in value if isinstance(value, list) else [value]:
        if not isinstance(item, dict):
            continue
        if labels_left:
            for label, inner in item.items():
                yield from _blocks(kind, inner, labels_left - 1, (*labels, label), lines, depth)
        else:
            yield _block(kind, item, labels, line, lines, depth)


def _block(
    kind: str, content: dict[str, Any], labels: tuple[str, ...], line: int, lines: _Lines, depth: int
) -> Block:
    attributes: list[Attribute] = []
    blocks: list[Block] = []
    for key, value in content.items():
        if key in _BLOCKS and depth > 1 and isinstance(value, (dict, list)) and kind != "locals":
            blocks += _blocks(key, value, _LABELS.get(key, 0), (), lines, depth - 1)
        elif key != "//":
            attributes.append(Attribute(key, lines.of(key), _text(value)))
    return Block(kind, labels, line, tuple(attributes), tuple(blocks))


def _text(value: Any) -> str:
    """As HCL would write it: `"${var.x}"` alone is the expression var.x."""
    if isinstance(value, str) and (match := _EXPRESSION.fullmatch(value)):
        return match[1].strip()[:_MAX_VALUE]
    return msgspec.json.encode(value).decode()[:_MAX_VALUE]
