"""Azure's expressions, like `and(succeeded(), eq(variables['Build.Reason'], 'Schedule'))`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import Enum
from typing import NamedTuple, TypeAlias

from maturity.core.ci._refs import (
    DEFAULT_NAMES,
    MAYBE_DEFAULT,
    TAG_NAMES,
    TOPIC_NAMES,
    by_glob,
    names_default,
    names_topic,
)
from maturity.core.ci._truth import Truth, all_of, any_of, negate
from maturity.core.pipeline import Event
from maturity.core.syntax import yaml

MAX_LENGTH = 2_000
MAX_DEPTH = 20


class Unknown(Enum):
    """What only the server or the run knows."""

    UNKNOWN = "unknown"


UNKNOWN = Unknown.UNKNOWN


class Ref(NamedTuple):
    """A branch or tag known only by its role, `prefix` before its name ("refs/heads/" or "")."""

    event: Event
    prefix: str = ""


Value: TypeAlias = "str | bool | Ref | Unknown | yaml.Node | None"
Names = Callable[[list[str]], Value]  # the parts of a dotted name -> its value

_TOKEN = re.compile(
    r"""\s*(?:'((?:[^']|''){0,1000})'|([(),])|(\[)|(\])|(-?\d[\d.]{0,30})(?![\w.])|([A-Za-z_][\w-]{0,100})|(\.))"""
)


class NotAnExpression(Exception):
    """The text does not follow the grammar."""


def value_of(expression: str, names: Names, functions: Mapping[str, Truth] | None = None) -> Value:
    """The value, or UNKNOWN. `functions`: answers of `succeeded()` and its like."""
    if len(expression) > MAX_LENGTH:
        return UNKNOWN
    try:
        parser = _Parser(expression, names, functions or {})
        value = parser.value(MAX_DEPTH)
        return value if parser.done else UNKNOWN
    except NotAnExpression:
        return UNKNOWN


def truth_of(value: Value) -> Truth:
    if isinstance(value, bool):
        return value
    if value is UNKNOWN:
        return None
    if value is None:
        return False
    if isinstance(value, str):
        return value.lower() not in {"", "false", "0"}
    return True


def as_text(value: Value) -> str | None:
    """The text a known simple value is replaced by; None when it has none."""
    if isinstance(value, bool):
        return "True" if value else "False"
    if isinstance(value, str):
        return str(value)
    return "" if value is None else None


class _Parser:
    def __init__(self, text: str, names: Names, functions: Mapping[str, Truth]) -> None:
        self._text = text.strip()
        self._at = 0
        self._names = names
        self._functions = functions

    @property
    def done(self) -> bool:
        return self._at >= len(self._text)

    def value(self, depth: int) -> Value:
        found = self._next()
        literal, punctuation, _, _, number, name, _ = found.groups()
        if literal is not None:
            return str(literal.replace("''", "'"))
        if number:
            return str(number)
        if not name or punctuation or depth == 0:
            raise NotAnExpression
        if self._peek("("):
            return call(name.lower(), self._arguments(depth), self._functions)
        if name.lower() in {"true", "false"}:
            return name.lower() == "true"
        return None if name.lower() == "null" else self._names(self._path(name, depth))

    def _next(self) -> re.Match[str]:
        found = _TOKEN.match(self._text, self._at)
        if found is None:
            raise NotAnExpression
        self._at = found.end()
        return found

    def _peek(self, mark: str) -> bool:
        found = _TOKEN.match(self._text, self._at)
        if found is not None and found[0].strip() == mark:
            self._at = found.end()
            return True
        return False

    def _arguments(self, depth: int) -> list[Value]:
        arguments: list[Value] = []
        while not self._peek(")"):
            arguments.append(self.value(depth - 1))
            if not self._peek(","):
                if not self._peek(")"):
                    raise NotAnExpression
                break
        return arguments

    def _path(self, name: str, depth: int) -> list[str]:
        parts = [name]
        while True:
            if self._peek("."):
                parts.append(self._next()[0].strip())
            elif self._peek("["):
                inner = as_text(self.value(depth - 1))
                if not self._peek("]"):
                    raise NotAnExpression
                parts.append("?" if inner is None else inner)
            else:
                return parts


def call(name: str, given: list[Value], functions: Mapping[str, Truth]) -> Value:
    """A function's value; an unknown function, or one given too little, is UNKNOWN."""
    if name in functions:
        return _known(functions[name])
    if name in _LOGIC:
        return _known(_LOGIC[name]([truth_of(value) for value in given]))
    if name in _COMPARISONS and len(given) >= 2:
        return _known(_COMPARISONS[name](given))
    if name == "coalesce":
        return next((value for value in given if value not in (None, "")), None)
    texts = [as_text(value) for value in given]
    known = [text for text in texts if text is not None]
    if name in _TEXT and known and len(known) == len(texts):
        return _TEXT[name](known)
    return UNKNOWN


def _known(answer: Truth) -> Value:
    return UNKNOWN if answer is None else answer


def _not(values: list[Truth]) -> Truth:
    return negate(values[0]) if values else None


def _equal(left: Value, right: Value) -> Truth:
    if isinstance(right, Ref) and not isinstance(left, Ref):
        left, right = right, left
    if isinstance(left, Ref):
        if isinstance(right, Ref):
            return left.event is right.event if left.event is Event.DEFAULT else None
        return _ask(left, right, _same, exact=True)
    if UNKNOWN in (left, right):
        return None
    one, other = as_text(left), as_text(right)
    return None if one is None or other is None else one.lower() == other.lower()


def _ask(ref: Ref, literal: Value, test: Callable[[str, str], bool], *, exact: bool = False) -> Truth:
    """A question about the name of a branch, put to the names it may have."""
    wanted = as_text(literal)
    if wanted is None:
        return None
    if ref.event is Event.DEFAULT:
        if any(test(ref.prefix + name, wanted) for name in DEFAULT_NAMES):
            return True
        if any(test(ref.prefix + name, wanted) for name in MAYBE_DEFAULT):
            return None
        return names_default(wanted.removeprefix(ref.prefix), by_glob) if exact else False
    answers = [
        test(ref.prefix + name, wanted) for name in (TAG_NAMES if ref.event is Event.TAG else TOPIC_NAMES)
    ]
    if all(answers):
        return True
    if any(answers):
        return None
    if exact or (wanted.startswith("refs/") and not wanted.startswith(ref.prefix or "refs/")):
        return False
    return names_topic(wanted.removeprefix(ref.prefix) + "*", lambda _pattern, _name: False)


def _same(text: str, other: str) -> bool:
    return text.lower() == other.lower()


def _starts(text: str, prefix: str) -> bool:
    return text.lower().startswith(prefix.lower())


def _ends(text: str, suffix: str) -> bool:
    return text.lower().endswith(suffix.lower())


def _has(text: str, part: str) -> bool:
    return part.lower() in text.lower()


def _text_test(test: Callable[[str, str], bool]) -> Callable[[list[Value]], Truth]:
    def answer(given: list[Value]) -> Truth:
        if isinstance(given[0], Ref):
            return _ask(given[0], given[1], test)
        one, other = as_text(given[0]), as_text(given[1])
        return None if one is None or other is None else test(one, other)

    return answer


def _contains_value(given: list[Value]) -> Truth:
    inside = given[0]
    if not isinstance(inside, yaml.Sequence):
        return None
    return any_of(_equal(item, given[1]) for item in inside)


_LOGIC: dict[str, Callable[[list[Truth]], Truth]] = {
    "and": all_of, "or": any_of, "not": _not,
    "xor": lambda values: None if None in values else sum(map(bool, values)) == 1,
}  # fmt: skip
_COMPARISONS: dict[str, Callable[[list[Value]], Truth]] = {
    "eq": lambda given: _equal(given[0], given[1]),
    "ne": lambda given: negate(_equal(given[0], given[1])),
    "in": lambda given: any_of(_equal(given[0], other) for other in given[1:]),
    "notin": lambda given: negate(any_of(_equal(given[0], other) for other in given[1:])),
    "startswith": _text_test(_starts),
    "endswith": _text_test(_ends),
    "contains": _text_test(_has),
    "containsvalue": _contains_value,
}  # fmt: skip
_TEXT: dict[str, Callable[[list[str]], str]] = {
    "lower": lambda texts: texts[0].lower(),
    "upper": lambda texts: texts[0].upper(),
    "trim": lambda texts: texts[0].strip(),
    "replace": lambda texts: (
        texts[0].replace(texts[1], texts[2])[:MAX_LENGTH] if len(texts) > 2 and texts[1] else texts[0]
    ),
    "format": lambda texts: re.sub(r"\{(\d)\}", lambda m: (texts[1:] + [""] * 10)[int(m[1])], texts[0])[
        :MAX_LENGTH
    ],
    "converttojson": lambda texts: texts[0],
}


def runs(condition: str, names: Names) -> Truth:
    """Whether a `condition:` lets a healthy run through; None also when only a failed run gets through."""
    healthy: dict[str, Truth] = {
        "succeeded": True,
        "succeededorfailed": True,
        "always": True,
        "failed": False,
        "canceled": False,
    }
    answer = truth_of(value_of(condition, names, healthy))
    if answer is not False:
        return answer
    broken: dict[str, Truth] = {**healthy, "succeeded": False, "failed": True}
    return None if truth_of(value_of(condition, names, broken)) is not False else False
