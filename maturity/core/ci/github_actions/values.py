"""Values of expressions, the ones we cannot know included: three-valued logic with memory of why."""

from __future__ import annotations

import math
from typing import TypeAlias

from msgspec import Struct

Value: TypeAlias = "str | bool | float | list[Value] | dict[str, Value] | Unknown | None"


class Placeholder(str):
    """A stand-in for a text of which only the kind is known: compared, never written into a script."""

    __slots__ = ()


class Unknown(Struct, frozen=True):
    """A value nobody can read off the files, and what is known about it all the same.

    why      in words for people
    certain  True: it is decided at run time, so both outcomes happen; False: who knows
    usual    the outcome in an ordinary run of an ordinary change; None: no idea
    truth    whether it counts as true, when that much is known
    symbol   two unknowns of one symbol are equal
    seldom   comparing it with a literal usually fails (an author's name, a label)
    options  lower case, the only values it can have; () = any. `rare`: the unusual ones of them
    prefix   lower case, how it begins; `never` what it is not
    """

    why: str
    certain: bool = True
    usual: bool | None = None
    truth: bool | None = None
    symbol: str = ""
    seldom: bool = False
    options: frozenset[str] = frozenset()
    rare: frozenset[str] = frozenset()
    prefix: str = ""
    never: frozenset[str] = frozenset()

    @property
    def expected(self) -> bool:
        """Whether a condition with this value holds in an ordinary run."""
        return self.certain and self.usual is not False


def truth(value: Value) -> bool | None:
    if isinstance(value, Unknown):
        return value.truth
    if isinstance(value, float):
        return value != 0 and not math.isnan(value)
    return value is not None and value is not False and value != ""


def negate(value: Value) -> Value:
    if isinstance(value, Unknown) and value.truth is None:
        return Unknown(value.why, value.certain, None if value.usual is None else not value.usual)
    return not truth(value)


def both(left: Value, right: Value) -> Value:
    """`left && right`: the first that is false, else the last."""
    if not isinstance(left, Unknown) or left.truth is not None:
        return right if truth(left) else left
    if truth(right) is False:
        return False
    if not isinstance(right, Unknown) or right.truth:
        return Unknown(left.why, left.certain, left.usual)
    usual = False if False in (left.usual, right.usual) else (left.usual and right.usual)
    return Unknown(_joined(left, right), left.certain and right.certain, usual)


def either(left: Value, right: Value) -> Value:
    """`left || right`: the first that is true, else the last."""
    if not isinstance(left, Unknown) or left.truth is not None:
        return left if truth(left) else right
    if truth(right):
        return Unknown(left.why, truth=True)
    if not isinstance(right, Unknown):
        return left
    usual = True if True in (left.usual, right.usual) else (left.usual or right.usual)
    certain = left.expected or right.expected or (left.certain and right.certain)
    return Unknown(_joined(left, right), certain, usual)


def equal(left: Value, right: Value) -> Value:
    if isinstance(left, Unknown):
        return _equal_unknown(left, right)
    if isinstance(right, Unknown):
        return _equal_unknown(right, left)
    if isinstance(left, str) and isinstance(right, str):
        return left.casefold() == right.casefold()
    if isinstance(left, (list, dict)) or isinstance(right, (list, dict)):
        return left is right
    return number(left) == number(right)


def _equal_unknown(unknown: Unknown, other: Value) -> Value:
    if isinstance(other, Unknown):
        if unknown.symbol and unknown.symbol == other.symbol:
            return True
        usual = False if unknown.seldom or other.seldom else None
        return Unknown(_joined(unknown, other), unknown.certain and other.certain, usual)
    usual = None
    if isinstance(other, str):
        text = other.lower()
        if (unknown.truth and not text) or not text.startswith(unknown.prefix) or text in unknown.never:
            return False
        if unknown.options and text not in unknown.options:
            return False
        usual = False if (unknown.seldom and text) or text in unknown.rare else None
    return Unknown(unknown.why, unknown.certain, usual)


def less(left: Value, right: Value) -> Value:
    """`left < right`"""
    for value in (left, right):
        if isinstance(value, Unknown):
            return Unknown(value.why, value.certain)
    if isinstance(left, str) and isinstance(right, str):
        return left.casefold() < right.casefold()
    return number(left) < number(right)


def number(value: Value) -> float:
    """The number GitHub makes of a value; NaN, which equals nothing, when it is not one."""
    if value is None or value == "":
        return 0.0
    if isinstance(value, (bool, float)):
        return float(value)
    if isinstance(value, str) and len(value) < 40:
        try:
            return float(int(value, 16)) if value[:2].lower() == "0x" else float(value)
        except ValueError:
            return math.nan
    return math.nan


def text(value: Value) -> str | None:
    """As written into a string; None when it is unknown or not a simple value."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value)
    return None


def _joined(left: Unknown, right: Unknown) -> str:
    if not left.why or left.why == right.why:
        return right.why
    return f"{left.why} and {right.why}"[:200] if right.why else left.why
