"""Conditions like `$A == "x" && $B =~ /y/`, which several systems share: yes, no or "not known"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum

from maturity.core.ci._refs import by_glob, by_regex, lets_through
from maturity.core.ci._truth import Truth, both, either, negate
from maturity.core.pipeline import Event

MAX_TOKENS = 200


class Odd(Enum):
    """Values that are not text."""

    NULL = "not set"
    SOME = "set, to something not known"
    UNKNOWN = "perhaps not set"


# the name of a branch or tag, known only by its role: the default branch, a topic branch, a tag
Value = str | Odd | Event

_TOKEN = re.compile(
    r"""\s*(?:(&&|\|\||==|!=|=~|!~|[()!])|\$\{?(\w{1,100})\}?|"([^"]{0,500})"|'([^']{0,500})'"""
    r"""|/((?:[^/\\\n]|\\.){1,300})/(\w{0,5})|(null)\b)"""
)


class NotAnExpression(Exception):
    """The text is not an expression we know."""


def holds(expression: str, variables: Mapping[str, Value]) -> Truth:
    """Whether the expression is true; None when that cannot be told, or it is not an expression."""
    try:
        parser = _Parser(_tokens(expression), variables)
        answer = parser.either()
        return answer if parser.done else None
    except (NotAnExpression, RecursionError):
        return None


def _tokens(expression: str) -> list[tuple[str, ...]]:
    tokens: list[tuple[str, ...]] = []
    at = 0
    text = expression.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None or len(tokens) >= MAX_TOKENS:
            raise NotAnExpression
        operator, name, double, single, pattern, flags, null = found.groups()
        if operator:
            tokens.append(("operator", operator))
        elif name:
            tokens.append(("variable", name))
        elif pattern is not None:
            tokens.append(("pattern", ("(?i)" if "i" in flags else "") + pattern))
        else:
            tokens.append(("null", "") if null else ("text", double if double is not None else single))
        at = found.end()
    return tokens


class _Parser:
    """`&&` binds tighter than `||`; a comparison has a variable, text, null or pattern on each side."""

    def __init__(self, tokens: list[tuple[str, ...]], variables: Mapping[str, Value]) -> None:
        self._tokens = tokens
        self._at = 0
        self._variables = variables

    @property
    def done(self) -> bool:
        return self._at == len(self._tokens)

    def either(self) -> Truth:
        answer = self._both()
        while self._take("||"):
            answer = either(answer, self._both())
        return answer

    def _both(self) -> Truth:
        answer = self._single()
        while self._take("&&"):
            answer = both(answer, self._single())
        return answer

    def _single(self) -> Truth:
        if self._take("!"):
            return negate(self._single())
        if self._take("("):
            answer = self.either()
            if not self._take(")"):
                raise NotAnExpression
            return answer
        left = self._value()
        for operator, compare in (("==", _equal), ("=~", _match)):
            if self._take(operator):
                return compare(left, self._value())
        for operator, compare in (("!=", _equal), ("!~", _match)):
            if self._take(operator):
                return negate(compare(left, self._value()))
        return _set(left[1])

    def _take(self, operator: str) -> bool:
        if self._at < len(self._tokens) and self._tokens[self._at] == ("operator", operator):
            self._at += 1
            return True
        return False

    def _value(self) -> tuple[str, Value]:
        if self.done:
            raise NotAnExpression
        kind, text = self._tokens[self._at]
        self._at += 1
        if kind == "operator":
            raise NotAnExpression
        if kind == "variable":
            return kind, self._variable(text)
        return kind, Odd.NULL if kind == "null" else text

    def _variable(self, name: str) -> Value:
        for known in (name, name.partition("_REQUEST_")[0] + "_REQUEST_*"):
            if known in self._variables:
                return self._variables[known]
        return Odd.UNKNOWN


def _set(value: Value) -> Truth:
    if isinstance(value, Event) or value is Odd.SOME:
        return True
    if isinstance(value, str):
        return value != ""
    return False if value is Odd.NULL else None


def _equal(left: tuple[str, Value], right: tuple[str, Value]) -> Truth:
    one, other = left[1], right[1]
    if Odd.UNKNOWN in (one, other):
        return None
    if Odd.NULL in (one, other):
        return one is other if _set(one) is not True and _set(other) is not True else False
    if Odd.SOME in (one, other):
        return None
    if isinstance(one, Event) and isinstance(other, Event):
        return (True if one is Event.DEFAULT else None) if one is other else False
    if isinstance(other, Event):
        one, other = other, one
    if isinstance(one, Event):
        return lets_through(one, [str(other)], match=by_glob)
    return one == other


def _match(left: tuple[str, Value], right: tuple[str, Value]) -> Truth:
    kind, pattern = right
    value = left[1]
    if kind == "variable" or not isinstance(pattern, str):
        return None
    if isinstance(value, Event):
        return lets_through(value, [pattern], match=by_regex)
    if isinstance(value, Odd):
        return False if value is Odd.NULL else None
    return by_regex(pattern, value)
