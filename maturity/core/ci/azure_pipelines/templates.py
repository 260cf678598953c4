"""`${{ … }}`: parameters, `if`, `each` and `insert`, replaced before a pipeline runs."""

from __future__ import annotations

import re
from typing import NamedTuple

from maturity.core.ci._tree import mapping_of, scalar, sequence
from maturity.core.ci._truth import Truth, both, negate
from maturity.core.ci.azure_pipelines.expression import UNKNOWN, Ref, Value, as_text, truth_of, value_of
from maturity.core.syntax.yaml import Mapping, Node, Scalar, Sequence, items, mapping, text

MAX_NODES = 50_000
MAX_PARTS = 200  # expressions in one text
MAX_VALUE = 2_000
MAYBE = "?"  # key of a mapping that stands under a condition nobody can answer here
_WHOLE = re.compile(r"\s*\$\{\{((?:[^}]|\}(?!\})){1,2000})\}\}\s*")
_PART = re.compile(r"\$\{\{((?:[^}]|\}(?!\})){1,2000})\}\}")
_EACH = re.compile(r"\s*each\s+([\w-]{1,100})\s+in\s+(.+)", re.DOTALL)


class Scope(NamedTuple):
    """What expressions may speak of: `parameters.x`, `variables.x` and the names `each` binds."""

    parameters: dict[str, Value]
    variables: dict[str, Value]
    bound: dict[str, Value]

    def look_up(self, parts: list[str]) -> Value:
        root, *rest = parts
        if root == "variables":
            name = ".".join(rest)
            return {key.lower(): value for key, value in self.variables.items()}.get(name.lower(), UNKNOWN)
        found: Value
        if root == "parameters" and rest:
            found = self.parameters.get(rest[0], UNKNOWN)
            rest = rest[1:]
        else:
            found = self.bound.get(root, UNKNOWN)
        for part in rest:
            found = mapping(found).get(part, None) if isinstance(found, Mapping) else UNKNOWN
        return simple(found)


def simple(value: Value) -> Value:
    """A scalar node as text, null as None."""
    if isinstance(value, Scalar):
        return None if value.is_null else str(value)
    return value


class Expander:
    """Expands nodes in a scope; `left` keeps nested loops from growing without end."""

    def __init__(self, left: int = MAX_NODES) -> None:
        self.left = left

    def expand(self, node: Node, scope: Scope) -> Node:
        self.left -= 1
        if self.left < 0:
            return scalar("", node.line, plain=True)
        if isinstance(node, Mapping):
            return self._mapping(node, scope)
        if isinstance(node, Sequence):
            return self._sequence(node, scope)
        return self._replaced(node, scope)

    def _replaced(self, node: Scalar, scope: Scope) -> Node:
        if "${{" not in node:
            return node
        whole = _WHOLE.fullmatch(node)
        if whole is not None:
            value = value_of(whole[1], scope.look_up)
            if isinstance(value, Mapping | Sequence | Scalar):
                return value
            known = _text(value)
            return node if known is None else _like(node, known)
        if node.count("${{") > MAX_PARTS:
            return node
        written = _PART.sub(lambda found: _part(found, scope), node)
        self.left -= len(written) // 50
        return _like(node, written)

    def _mapping(self, node: Mapping, scope: Scope) -> Node:
        result = mapping_of({}, node.line, node.tag)
        taken: Truth = False
        for key, value in node.items():
            word, rest = _directive(key)
            line = node.key_lines.get(key, node.line)
            if word in {"if", "elseif", "else"}:
                answer, taken = _branch(word, rest, scope, taken)
                if answer is not False:
                    _take_in(result, self.expand(value, scope), maybe=answer is None)
            elif word == "each":
                for inner in _bindings(rest, scope):
                    _take_in(result, self.expand(value, inner[0]), maybe=inner[1])
            elif word == "insert":
                _take_in(result, self.expand(value, scope), maybe=False)
            else:
                name = str(self._replaced(scalar(key, line), scope)) if "${{" in key else key
                result[name] = self.expand(value, scope)
                result.key_lines[name] = line
        return result

    def _sequence(self, node: Sequence, scope: Scope) -> Node:
        children: list[Node] = []
        taken: Truth = False
        for child in node:
            key = next(iter(child)) if isinstance(child, Mapping) and len(child) == 1 else ""
            word, rest = _directive(key)
            if word in {"if", "elseif", "else"}:
                answer, taken = _branch(word, rest, scope, taken)
                if answer is not False:
                    children += self._spread(mapping(child)[key], scope, maybe=answer is None)
            elif word == "each":
                for inner, maybe in _bindings(rest, scope):
                    children += self._spread(mapping(child)[key], inner, maybe=maybe)
            else:
                spread = isinstance(child, Scalar) and _WHOLE.fullmatch(child) is not None
                children += self._spread(child, scope, maybe=False) if spread else [self.expand(child, scope)]
        return sequence(children, node.line, node.tag)

    def _spread(self, node: Node, scope: Scope, *, maybe: bool) -> list[Node]:
        found = items(self.expand(node, scope))
        return [_doubted(child) for child in found] if maybe else list(found)


def _directive(key: str) -> tuple[str, str]:
    """("if", "eq(…)") of "${{ if eq(…) }}"; ("", "") for an ordinary key."""
    found = _WHOLE.fullmatch(key) if "${{" in key else None
    if found is None:
        return "", ""
    word, _, rest = found[1].strip().partition(" ")
    word, _, glued = word.partition("(")
    if glued and word in {"if", "elseif"}:
        rest = f"({glued} {rest}"
    return (word, rest.strip()) if word in {"if", "elseif", "else", "each", "insert"} else ("", "")


def _branch(word: str, expression: str, scope: Scope, taken: Truth) -> tuple[Truth, Truth]:
    """Whether this arm is used, and whether any arm so far was."""
    if word == "if":
        taken = False
    own: Truth = True if word == "else" else truth_of(value_of(_unwrapped(expression), scope.look_up))
    answer = both(negate(taken), own)
    return (
        answer,
        True if taken is True or answer is True else None if answer is None or taken is None else False,
    )


def _unwrapped(expression: str) -> str:
    text = expression.strip()
    while text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    return text


def _bindings(rest: str, scope: Scope) -> list[tuple[Scope, bool]]:
    """The scopes of a loop, and whether the loop itself is in doubt."""
    found = _EACH.fullmatch(f"each {rest}")
    if found is None:
        return []
    over = value_of(found[2], scope.look_up)
    if isinstance(over, Sequence):
        return [(_binding(scope, found[1], child), False) for child in over]
    if isinstance(over, Mapping):
        pairs = (
            mapping_of({"key": scalar(key, over.line), "value": value}, over.line)
            for key, value in over.items()
        )
        return [(_binding(scope, found[1], pair), False) for pair in pairs]
    return [] if over is None else [(_binding(scope, found[1], UNKNOWN), True)]


def _binding(scope: Scope, name: str, value: Value) -> Scope:
    return scope._replace(bound={**scope.bound, name: value})


def _text(value: Value) -> str | None:
    return None if value is UNKNOWN or isinstance(value, Ref) else as_text(value)


def _part(found: re.Match[str], scope: Scope) -> str:
    known = _text(value_of(found[1], scope.look_up))
    return found[0] if known is None else known[:MAX_VALUE]


def _like(node: Scalar, replacement: str) -> Scalar:
    return scalar(replacement, node.line, node.tag, node.first_line, plain=node.plain and replacement != "")


def _take_in(result: Mapping, found: Node, *, maybe: bool) -> None:
    for key, value in mapping(found).items():
        if not maybe or key not in result:
            result[key] = value
            result.key_lines[key] = mapping(found).key_lines.get(key, value.line)


def _doubted(node: Node) -> Node:
    if not isinstance(node, Mapping):
        return node
    copy = mapping_of({**node, MAYBE: scalar("true", node.line)}, node.line, node.tag)
    copy.key_lines.update(node.key_lines)
    return copy


def declared(node: Node | None) -> dict[str, Value]:
    """`parameters:` as a list of name, type, default, or as the old mapping of name to default."""
    if isinstance(node, Mapping):
        return {key: simple(value) for key, value in node.items()}
    found: dict[str, Value] = {}
    for child in items(node):
        entry = mapping(child)
        if "name" in entry:
            found[text(entry["name"])] = simple(entry["default"]) if "default" in entry else UNKNOWN
    return found
