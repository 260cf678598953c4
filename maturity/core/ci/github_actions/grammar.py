"""The expression language of workflows: text to tree, with limits."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NoReturn, TypeAlias

from msgspec import Struct

from maturity.core.ci.github_actions.values import Value

MAX_TEXT = 8_000
MAX_TOKENS = 800
MAX_DEPTH = 40

_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')"
    r"|(?P<number>[-+]?(?:0x[0-9A-Fa-f]+|\d+(?:\.\d*)?(?:[eE][-+]?\d+)?|\.\d+))"
    r"|(?P<name>[A-Za-z_][\w-]*)"
    r"|(?P<mark>&&|\|\||==|!=|<=|>=|[!<>()\[\].,*]))"
)
_CONSTANTS: dict[str, Value] = {"true": True, "false": False, "null": None}


class Literal(Struct, frozen=True):
    value: str | bool | float | None


class Path(Struct, frozen=True):
    """`github.event.labels.*.name`; lower case, because GitHub does not tell cases apart."""

    parts: tuple[str, ...]


class Index(Struct, frozen=True):
    of: Node
    key: Node


class Call(Struct, frozen=True):
    name: str  # lower case
    arguments: tuple[Node, ...]


class Not(Struct, frozen=True):
    of: Node


class Compare(Struct, frozen=True):
    mark: str
    left: Node
    right: Node


class Both(Struct, frozen=True):
    parts: tuple[Node, ...]


class Either(Struct, frozen=True):
    parts: tuple[Node, ...]


Node: TypeAlias = "Literal | Path | Index | Call | Not | Compare | Both | Either"


@lru_cache(maxsize=8192)
def parse(expression: str) -> Node | None:
    """The tree of one expression without its `${{ }}`; None when it is not one we understand."""
    try:
        parser = _Parser(_tokens(expression))
        tree = parser.either(0)
        return tree if parser.at_end else None
    except ValueError:
        return None


def calls(node: Node) -> frozenset[str]:
    """The names of every function in a tree."""
    found: set[str] = set()
    todo: list[Node] = [node]
    while todo:
        one = todo.pop()
        if isinstance(one, Call):
            found.add(one.name)
            todo += one.arguments
        elif isinstance(one, (Both, Either)):
            todo += one.parts
        elif isinstance(one, Compare):
            todo += (one.left, one.right)
        elif isinstance(one, Index):
            todo += (one.of, one.key)
        elif isinstance(one, Not):
            todo.append(one.of)
    return frozenset(found)


def _tokens(expression: str) -> list[tuple[str, str]]:
    if len(expression) > MAX_TEXT:
        raise ValueError("The expression is too long.")
    tokens: list[tuple[str, str]] = []
    expression = expression.rstrip()
    at = 0
    while at < len(expression):
        found = _TOKEN.match(expression, at)
        if found is None or found.lastgroup is None or len(tokens) >= MAX_TOKENS:
            raise ValueError("The expression cannot be read.")
        tokens.append((found.lastgroup, found[found.lastgroup]))
        at = found.end()
    return tokens


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def at_end(self) -> bool:
        return self._at >= len(self._tokens)

    def either(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise ValueError("The expression is nested too deep.")
        parts = [self._both(depth)]
        while self._take("||"):
            parts.append(self._both(depth))
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _both(self, depth: int) -> Node:
        parts = [self._equality(depth)]
        while self._take("&&"):
            parts.append(self._equality(depth))
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def _equality(self, depth: int) -> Node:
        left = self._order(depth)
        for _ in range(MAX_DEPTH):
            mark = self._take("==", "!=")
            if not mark:
                break
            left = Compare(mark, left, self._order(depth))
        return left

    def _order(self, depth: int) -> Node:
        left = self._unary(depth)
        for _ in range(MAX_DEPTH):
            mark = self._take("<=", ">=", "<", ">")
            if not mark:
                break
            left = Compare(mark, left, self._unary(depth))
        return left

    def _unary(self, depth: int) -> Node:
        turned = False
        while self._take("!"):
            turned = not turned
            # `!!x` is x as a boolean, which no condition can tell from x
        node = self._indexed(self._primary(depth), depth)
        return Not(node) if turned else node

    def _primary(self, depth: int) -> Node:
        if self._take("("):
            inner = self.either(depth + 1)
            self._expect(")")
            return inner
        kind, token = self._next()
        if kind == "text":
            return Literal(token[1:-1].replace("''", "'"))
        if kind == "number":
            return Literal(float(int(token, 16)) if "x" in token.lower() else float(token))
        if kind != "name":
            _refuse(token)
        if self._take("("):
            return Call(token.lower(), tuple(self._arguments(depth)))
        if token.lower() in _CONSTANTS and not self._peek("."):
            constant = _CONSTANTS[token.lower()]
            return Literal(constant if isinstance(constant, bool) else None)
        return Path((token.lower(),))

    def _arguments(self, depth: int) -> list[Node]:
        arguments: list[Node] = []
        if self._take(")"):
            return arguments
        arguments.append(self.either(depth + 1))
        while self._take(","):
            arguments.append(self.either(depth + 1))
        self._expect(")")
        return arguments

    def _indexed(self, node: Node, depth: int) -> Node:
        for _ in range(MAX_DEPTH):
            if self._take("."):
                _, token = self._next()
                node = _member(node, Literal(token.lower()))
            elif self._take("["):
                key = Literal("*") if self._take("*") else self.either(depth + 1)
                self._expect("]")
                node = _member(node, key)
            else:
                break
        return node

    def _peek(self, mark: str) -> bool:
        return not self.at_end and self._tokens[self._at] == ("mark", mark)

    def _take(self, *marks: str) -> str:
        if not self.at_end and self._tokens[self._at][0] == "mark" and self._tokens[self._at][1] in marks:
            self._at += 1
            return self._tokens[self._at - 1][1]
        return ""

    def _expect(self, mark: str) -> None:
        if not self._take(mark):
            _refuse(mark)

    def _next(self) -> tuple[str, str]:
        if self.at_end:
            _refuse("the end")
        self._at += 1
        return self._tokens[self._at - 1]


def _member(node: Node, key: Node) -> Node:
    if isinstance(node, Path) and isinstance(key, Literal):
        if isinstance(key.value, str):
            return Path((*node.parts, key.value.lower()))
        if isinstance(key.value, float) and key.value.is_integer():
            return Path((*node.parts, str(int(key.value))))
    return Index(node, key)


def _refuse(token: str) -> NoReturn:
    raise ValueError(f"Unexpected {token}.")
