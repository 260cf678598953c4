"""Schemas of two descriptions: what one side sent or took before, it has to be able to send or take still."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from releases.core.contracts._loading import listed, mapping, word

REQUEST, RESPONSE = "request", "response"
MOST_STEPS, DEEPEST, MOST_HOPS = 100_000, 24, 20


class Walk:
    """One description, and its references within itself."""

    def __init__(self, root: dict[str, Any]) -> None:
        self.root = root

    def seen(self, node: Any) -> Any:
        """Where its $ref leads to; {} when that is nowhere, another file, or a ring."""
        for _ in range(MOST_HOPS):
            target = mapping(node).get("$ref")
            if not isinstance(target, str):
                return node
            node = self._at(target)
        return {}

    def _at(self, target: str) -> Any:
        if not target.startswith("#/"):
            return {}
        node: Any = self.root
        for part in target[2:].split("/")[:DEEPEST]:
            node = mapping(node).get(part.replace("~1", "/").replace("~0", "~"))
        return node if node is not None else {}

    def schema(self, node: Any, depth: int = 0) -> dict[str, Any]:
        """With what allOf adds to it."""
        told = mapping(self.seen(node))
        parts = listed(told.get("allOf"))
        if not parts or depth > 4:
            return told
        every = [told, *(self.schema(one, depth + 1) for one in parts[:50])]
        properties = {name: one for part in every for name, one in mapping(part.get("properties")).items()}
        required = [one for part in every for one in listed(part.get("required"))]
        kinds = next((part["type"] for part in every if "type" in part), None)
        return {**told, "properties": properties, "required": required, **({"type": kinds} if kinds else {})}


class Schemas:
    def __init__(self, old: Walk, new: Walk) -> None:
        self.old, self.new = old, new
        self._steps = 0
        self._seen: set[tuple[int, int, str]] = set()

    def compare(self, old: Any, new: Any, side: str, where: str, depth: int = 0) -> Iterator[str]:
        """Each pair once: schemas may contain themselves. Raises ValueError for more than can be compared."""
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise ValueError(f"more than {MOST_STEPS:,} schemas have to be compared")
        before, after = self.old.seen(old), self.new.seen(new)
        pair = (id(before), id(after), side)
        if depth > DEEPEST or pair in self._seen or not before or not after:
            return
        self._seen.add(pair)
        before, after = self.old.schema(before), self.new.schema(after)
        yield from _types(before, after, side, where)
        if side == REQUEST:
            yield from _values(before, after, where)
        yield from _fields(before, after, side, where)
        fields = mapping(after.get("properties"))
        for name, one in mapping(before.get("properties")).items():
            if name in fields:
                yield from self.compare(one, fields[name], side, f"{name} in {where}", depth + 1)
        if "items" in before and "items" in after:
            yield from self.compare(before["items"], after["items"], side, f"items of {where}", depth + 1)


def _kinds(schema: dict[str, Any]) -> frozenset[str]:
    told = schema.get("type")
    kinds = (
        {word(one) for one in told} if isinstance(told, list) else {word(told)} if told is not None else set()
    )
    return frozenset(kinds | ({"null"} if kinds and word(schema.get("nullable")) == "true" else set()))


def _types(old: dict[str, Any], new: dict[str, Any], side: str, where: str) -> Iterator[str]:
    """A request may take more than before, a response may send less. A whole number is a number."""
    before, after = _kinds(old), _kinds(new)
    if not before or not after:
        return
    given, taken = (before, after) if side == REQUEST else (after, before)
    wide = taken | ({"integer"} if "number" in taken else frozenset())
    if not given <= wide:
        yield f"type of {where}: {_said(before)} became {_said(after)}"


def _said(kinds: frozenset[str]) -> str:
    return " or ".join(sorted(kinds))


def _values(old: dict[str, Any], new: dict[str, Any], where: str) -> Iterator[str]:
    if not listed(new.get("enum")):
        return
    after = {word(one) for one in listed(new.get("enum"))}
    before = listed(old.get("enum"))
    if not before:
        yield f"{where} takes only {len(after)} values now"
    for one in before:
        if word(one) not in after:
            yield f"removed value {word(one)} of {where}"


def _fields(old: dict[str, Any], new: dict[str, Any], side: str, where: str) -> Iterator[str]:
    before = {word(one) for one in listed(old.get("required"))}
    if side == REQUEST:
        for name in listed(new.get("required")):
            if word(name) not in before:
                yield f"new required field {word(name)} in {where}"
        return
    fields = mapping(new.get("properties"))
    for name in mapping(old.get("properties")):
        if name not in fields and name in before:
            yield f"removed field {name} from {where}"
