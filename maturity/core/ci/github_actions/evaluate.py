"""What an expression gives in one situation."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from typing import Protocol, cast

from maturity.core.ci.github_actions import values
from maturity.core.ci.github_actions.grammar import (
    Both,
    Call,
    Compare,
    Either,
    Literal,
    Node,
    Not,
    Path,
)
from maturity.core.ci.github_actions.values import Unknown, Value

MAX_TEXT = 20_000  # of a text a function makes or reads
STATUS = frozenset({"success", "failure", "always", "cancelled"})


class Situation(Protocol):
    """What the names of an expression stand for. `blocked`: a job this one needs never runs here."""

    @property
    def blocked(self) -> bool: ...

    def lookup(self, parts: tuple[str, ...]) -> Value: ...

    def tracked(self, patterns: tuple[str, ...]) -> bool: ...


def evaluate(node: Node, here: Situation) -> Value:
    """Never raises: what cannot be decided is Unknown."""
    if isinstance(node, Path):
        return here.lookup(node.parts)
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, Compare):
        return _compare(node.mark, evaluate(node.left, here), evaluate(node.right, here))
    if isinstance(node, Both):
        return _all(node.parts, here)
    if isinstance(node, Either):
        return _any(node.parts, here)
    if isinstance(node, Call):
        return _call(node.name, node.arguments, here)
    if isinstance(node, Not):
        return values.negate(evaluate(node.of, here))
    return _index(evaluate(node.of, here), evaluate(node.key, here))


def _all(operands: tuple[Node, ...], here: Situation) -> Value:
    result = evaluate(operands[0], here)
    for operand in operands[1:]:
        if values.truth(result) is False:
            return result
        result = values.both(result, evaluate(operand, here))
    return result


def _any(operands: tuple[Node, ...], here: Situation) -> Value:
    result = evaluate(operands[0], here)
    for operand in operands[1:]:
        if values.truth(result):
            return result
        result = values.either(result, evaluate(operand, here))
    return result


def _compare(mark: str, left: Value, right: Value) -> Value:
    match mark:
        case "==":
            return values.equal(left, right)
        case "!=":
            return values.negate(values.equal(left, right))
        case "<":
            return values.less(left, right)
        case ">":
            return values.less(right, left)
        case "<=":
            return values.either(values.less(left, right), values.equal(left, right))
        case _:
            return values.either(values.less(right, left), values.equal(left, right))


def _index(of: Value, key: Value) -> Value:
    if isinstance(of, Unknown):
        return Unknown(of.why, of.certain, seldom=of.seldom)
    if isinstance(key, Unknown):
        return Unknown(key.why, key.certain)
    if isinstance(of, dict):
        name = values.text(key)
        return next((value for known, value in of.items() if name and known.lower() == name.lower()), None)
    if isinstance(of, list):
        place = values.number(key)
        inside = not math.isnan(place) and 0 <= place < len(of)
        return of[int(place)] if inside else None
    return None


def _call(name: str, arguments: tuple[Node, ...], here: Situation) -> Value:
    if name in STATUS:
        return _status(name, here)
    given = [evaluate(argument, here) for argument in arguments]
    if name == "hashfiles":
        patterns = tuple(one for one in given if isinstance(one, str))
        known = len(patterns) == len(given)
        return ("hash" if here.tracked(patterns) else "") if known else Unknown("a hash of files")
    function = _FUNCTIONS.get(name)
    if function is None or not given:
        return Unknown(f"{name}() is not known", certain=False)
    if len(given) < 2 and name in {"contains", "startswith", "endswith"}:
        return Unknown(f"{name}() needs two arguments", certain=False)
    return function(given)


def _status(name: str, here: Situation) -> Value:
    match name:
        case "always":
            return True
        case "success":
            return not here.blocked
        case "failure":
            return Unknown("only after a failure")
        case _:
            return Unknown("only when cancelled", usual=False)


def _contains(given: list[Value]) -> Value:
    whole, item = given[0], given[1]
    if isinstance(whole, list):
        return _one_of(whole, item)
    if isinstance(whole, Unknown):
        return _within(whole, item)
    if isinstance(item, Unknown):
        inside = {option in (values.text(whole) or "").lower() for option in item.options}
        return inside.pop() if len(inside) == 1 else Unknown(item.why, item.certain)
    return (values.text(item) or "").lower() in (values.text(whole) or "").lower()


def _one_of(whole: list[Value], item: Value) -> Value:
    if isinstance(item, Unknown) and item.options:
        known = {one.lower() for one in whole if isinstance(one, str)}
        if item.options <= known:
            return True
    result: Value = False
    for one in whole[:200]:
        result = values.either(result, values.equal(one, item))
        if values.truth(result):
            return True
    return result


def _within(whole: Unknown, item: Value) -> Value:
    part = values.text(item)
    if part is not None and part.lower() in whole.prefix:
        return True
    return Unknown(whole.why, whole.certain, usual=False if whole.seldom else None)


def _starts(given: list[Value]) -> Value:
    whole, part = given[0], values.text(given[1])
    if isinstance(whole, Unknown) and part is not None:
        part = part.lower()
        if whole.prefix.startswith(part):
            return True
        if not part.startswith(whole.prefix):
            return False
    return _edge(given, str.startswith)


def _ends(given: list[Value]) -> Value:
    return _edge(given, str.endswith)


def _edge(given: list[Value], test: Callable[[str, str], bool]) -> Value:
    for value in given[:2]:
        if isinstance(value, Unknown):
            return Unknown(value.why, value.certain, usual=False if value.seldom else None)
    return test((values.text(given[0]) or "").lower(), (values.text(given[1]) or "").lower())


_HOLE = re.compile(r"\{(\d{1,3})\}")


def _format(given: list[Value]) -> Value:
    for value in given:
        if isinstance(value, Unknown):
            return Unknown(value.why, value.certain, seldom=value.seldom)
    texts = [values.text(value) or "" for value in given]

    def fill(hole: re.Match[str]) -> str:
        place = int(hole[1]) + 1
        return texts[place] if place < len(texts) else ""

    whole = _HOLE.sub(fill, texts[0][:MAX_TEXT]).replace("{{", "{").replace("}}", "}")[:MAX_TEXT]
    vague = any(isinstance(value, values.Placeholder) for value in given)
    return values.Placeholder(whole) if vague else whole


def _join(given: list[Value]) -> Value:
    whole = given[0]
    if isinstance(whole, Unknown):
        return Unknown(whole.why, whole.certain, seldom=whole.seldom)
    if not isinstance(whole, list):
        return values.text(whole) or ""
    separator = values.text(given[1]) if len(given) > 1 else ","
    return (separator or "").join(values.text(one) or "" for one in whole)[:MAX_TEXT]


def _from_json(given: list[Value]) -> Value:
    written = given[0]
    if isinstance(written, Unknown):
        return Unknown(written.why, written.certain, seldom=written.seldom)
    try:
        return _plain(json.loads((values.text(written) or "")[:MAX_TEXT]))
    except (ValueError, RecursionError):
        return Unknown("fromJSON() of something that is not JSON", certain=False)


def _to_json(given: list[Value]) -> Value:
    if isinstance(given[0], Unknown):
        return Unknown(given[0].why, given[0].certain, seldom=given[0].seldom)
    try:
        return json.dumps(given[0], default=lambda _: None)[:MAX_TEXT]
    except (ValueError, TypeError, RecursionError):
        return Unknown("toJSON()")


def _plain(loaded: object) -> Value:
    """JSON's own types are ours, but for whole numbers."""
    if isinstance(loaded, dict):
        return {str(key): _plain(value) for key, value in loaded.items()}
    if isinstance(loaded, list):
        return [_plain(value) for value in loaded]
    if isinstance(loaded, int) and not isinstance(loaded, bool):
        return float(loaded) if abs(loaded) < 1e300 else math.inf
    return cast("str | bool | float | None", loaded)


_FUNCTIONS: dict[str, Callable[[list[Value]], Value]] = {
    "contains": _contains,
    "startswith": _starts,
    "endswith": _ends,
    "format": _format,
    "join": _join,
    "fromjson": _from_json,
    "tojson": _to_json,
}
