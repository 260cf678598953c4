"""Values of flags: what type they are, what a text means, and which of them nobody may see."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from maturity.core import redact

BOOLEAN, NUMBER, STRING, OBJECT = "boolean", "number", "string", "object"
TYPES = (BOOLEAN, NUMBER, STRING, OBJECT)
LONGEST, DEEPEST, WIDEST = 500, 6, 50
LARGEST = 10**15  # numbers beyond it are not the same in every reader of JSON
MASK = redact.MASK
TRUE = frozenset({"true", "1", "on", "yes", "enabled"})
FALSE = frozenset({"false", "0", "off", "no", "disabled"})
_SECRET = re.compile(
    r"passw(?:or)?d|secret|token|credential|private|(?:api|access|signing)_?key|dsn", re.IGNORECASE
)
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?")
_RANDOM = re.compile(r"[A-Za-z0-9+/=_-]{24,}")
DENSE = 3.7  # bits of a letter: words have fewer, keys more


def type_of(value: Any) -> str:
    """ "" for None."""
    if isinstance(value, bool):
        return BOOLEAN
    if isinstance(value, int | float):
        return NUMBER
    if isinstance(value, str):
        return STRING
    return "" if value is None else OBJECT


def meant(text: str, kind: str = "") -> Any:
    """What a text means, as an environment holds it: of a type that is known, or as it looks."""
    text = text.strip()
    word = text.lower()
    if kind == BOOLEAN and word in TRUE | FALSE:
        return word in TRUE
    if kind == STRING:
        return text[:LONGEST]
    if word in ("true", "false"):
        return word == "true"
    if _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    if text[:1] in "{[" and len(text) <= 4 * LONGEST:
        try:
            return bounded(json.loads(text))
        except (ValueError, RecursionError):
            return text[:LONGEST]
    return text[:LONGEST]


def typed(value: Any, kind: str) -> Any:
    """A value of the flag's type where a text stands for one."""
    return meant(value, kind) if isinstance(value, str) else value


def bounded(value: Any, depth: int = 0) -> Any:
    """Plain JSON of a size that a row holds; what is deeper or longer is cut."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return value if math.isfinite(value) and abs(value) <= LARGEST else str(value)[:LONGEST]
    if isinstance(value, dict) and depth < DEEPEST:
        some = list(value.items())[:WIDEST]
        return {str(key)[:100]: bounded(item, depth + 1) for key, item in some}
    if isinstance(value, list | tuple) and depth < DEEPEST:
        return [bounded(item, depth + 1) for item in value[:WIDEST]]
    return str(value)[:LONGEST]


def shown(key: str, value: Any) -> Any:
    """As it may be stored and read by everybody: what looks like a secret is masked."""
    return _masked(key, bounded(value))


def _masked(key: str, value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _masked(f"{key} {name}", item) for name, item in value.items()}
    if isinstance(value, list):
        return [_masked(key, item) for item in value]
    return MASK if isinstance(value, str) and is_secret(key, value) else value


def is_secret(key: str, value: str) -> bool:
    """By its name, by its form, or because it looks drawn at random."""
    if value and _SECRET.search(key):
        return True
    return redact.without_tokens(value) != value or any(
        _density(one) > DENSE and any(letter.isdigit() for letter in one) for one in _RANDOM.findall(value)
    )


def _density(text: str) -> float:
    shares = [number / len(text) for number in Counter(text).values()]
    return -sum(share * math.log2(share) for share in shares)


def same(one: Any, other: Any) -> bool:
    """true is no 1 here."""
    return written(one) == written(other)


def differ(values: Iterable[Any]) -> bool:
    return len({written(one) for one in values}) > 1


def written(value: Any) -> str:
    """In one line, in one way: true, 3, "blue", {"a": 1}."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def plainly(value: Any) -> str:
    """As people read it: a text without quotes."""
    return value if isinstance(value, str) else written(value)
