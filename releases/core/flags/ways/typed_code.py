"""Files of code that declare flags: a typed map, a class, an interface, constants."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from maturity.core.readers.feature_flags import wants as is_flag_file
from maturity.core.syntax.code import MARK, NAME, STRING
from releases.core.flags import Declared, Found, Way, names, values
from releases.core.flags.said import TELLING, declared
from releases.core.flags.ways._reads import Read, Tokens, at, is_sign, literal, read_at, tokens_of

MOST, DEEPEST, LOOK = 500, 4, 12
TYPES = {
    "boolean": "boolean", "bool": "boolean", "Boolean": "boolean", "StrictBool": "boolean",
    "number": "number",
    "int": "number", "float": "number", "Integer": "number", "long": "number", "double": "number",
    "string": "string", "str": "string", "String": "string",
}  # fmt: skip
NO_KEYS = frozenset({
    "default", "case", "return", "type", "interface", "class", "const", "let", "var", "export", "import",
    "if", "else", "from", "as", "readonly", "def", "self", "constructor", "public", "static", "private",
    "model_config",
})  # fmt: skip


class Value(Struct, frozen=True):
    """What stands behind a key: a type, a plain value, what tells of a flag, or (inside) more keys."""

    end: int
    kind: str = ""
    plain: Any = None
    told: dict[str, Any] | None = None
    inside: tuple[int, int] | None = None


def wants(path: str) -> bool:
    return names.is_code(path) and is_flag_file(path)


def read(path: str, data: bytes) -> Found:
    tokens = tokens_of(path, data)
    found: dict[str, Declared] = {}
    for one in _entries(path, tokens, 0, len(tokens), 0):
        known = found.get(one.key)
        if known is None and len(found) >= MOST:
            break
        found[one.key] = _joined(known, one) if known else one
    return Found(declared=tuple(found.values()))


def _joined(one: Declared, other: Declared) -> Declared:
    """An interface tells the type, an object the default: of the same key in one file."""
    fields = {
        name: getattr(one, name) if getattr(one, name) not in (None, "") else getattr(other, name)
        for name in Declared.__struct_fields__
    }
    return Declared(**fields)


def _entries(path: str, tokens: Tokens, start: int, end: int, depth: int) -> Iterator[Declared]:
    place, in_class = start, False
    while place < end:
        in_class = tokens[place].text == "class" or (in_class and tokens[place].text != "def")
        if not _is_key(tokens, place):
            place = _closing(tokens, place + 2, end) if tokens[place].text == "def" else place + 1
            continue
        key, value = tokens[place], _value(tokens, _behind_key(tokens, place), end)
        if value.told is not None or value.plain is not None or value.kind:
            told = value.told or {"default": value.plain, "type": value.kind}
            inside = depth > 0 or (in_class and bool(value.kind))
            if names.is_key(key.text) and (inside or _is_constant(key.text)):
                yield declared(key.text, path, key.line + 1, told)
        elif value.inside and depth < DEEPEST:
            yield from _entries(path, tokens, *value.inside, depth + 1)
        place = max(value.end, place + 1)


def _is_constant(name: str) -> bool:
    """At the top of a file only constants are flags."""
    return name.isupper() or names.is_variable(name)


def _is_key(tokens: Tokens, place: int) -> bool:
    """A name or a text that is followed by `:`, `?:` or `=`; the head of a class or an interface."""
    token = tokens[place]
    if token.kind == NAME and (token.text in NO_KEYS or token.text in TYPES):
        return False
    if token.kind not in (NAME, STRING) or "." in token.text:
        return False
    if at(tokens, place - 1).text in ("class", "interface", "enum"):
        return True
    return _behind_key(tokens, place) > place + 1 and not is_sign(tokens, place + 1, "==")


def _behind_key(tokens: Tokens, place: int) -> int:
    if is_sign(tokens, place + 1, "?:"):
        return place + 3
    if at(tokens, place + 1).text in (":", "=") and at(tokens, place + 1).kind == MARK:
        return place + 2
    return place + 1


def _value(tokens: Tokens, place: int, end: int) -> Value:
    token = at(tokens, place)
    asked = read_at(tokens, place) if place < end else None
    if asked is not None:
        kind = values.type_of(asked.default) or "string"
        return Value(_line_end(tokens, place, end), kind, asked.default)
    if token.kind == NAME and token.text in TYPES and not is_sign(tokens, place + 1, "("):
        return _annotated(tokens, place, end, TYPES[token.text])
    found = literal(tokens, place)
    if found is not None:
        return Value(place + 1, values.type_of(found[1]), found[1])
    return _compound(tokens, place, end)


def _annotated(tokens: Tokens, place: int, end: int, kind: str) -> Value:
    """`search: bool = False`, `search: bool = Field(default=False)`, and `search: boolean;`"""
    if not is_sign(tokens, place + 1, "="):
        return Value(place + 1, kind)
    behind = _value(tokens, place + 2, end)
    if behind.told is not None:
        return Value(behind.end, kind, told={"type": kind, **behind.told})
    return Value(max(behind.end, place + 2), kind, values.typed(behind.plain, kind))


def _compound(tokens: Tokens, place: int, end: int) -> Value:
    """A map, a call with named arguments, or what one of them comes behind: a type, `defineFlags(`."""
    within = 0  # of a type's own brackets, `Record<string, boolean>`
    for look in range(place, min(place + LOOK, end)):
        within += (tokens[look].text == "<") - (tokens[look].text == ">")
        if tokens[look].text == ";" or (tokens[look].text == "," and within <= 0):
            break
        if tokens[look].line > tokens[place].line:
            break
        if tokens[look].text in ("{", "(") and tokens[look].kind == MARK:
            close = _closing(tokens, look, end)
            if asked := next(
                (one for n in range(look, min(look + 6, close)) if (one := read_at(tokens, n))), None
            ):
                return Value(close, values.type_of(asked.default) or "string", asked.default)
            told = _told(tokens, look + 1, close)
            if told:
                return Value(close, told=told)
            if tokens[look].text == "{" or is_sign(tokens, look + 1, "{"):
                return Value(close, inside=(look + 1, close))
    return Value(place)


def _reads(tokens: Tokens, start: int, end: int) -> Iterator[Read]:
    return (one for place in range(start, end) if (one := read_at(tokens, place)))


def _told(tokens: Tokens, start: int, end: int) -> dict[str, Any]:
    """What is said of one flag, by words such as default and owner; {} when none of them is there."""
    told: dict[str, Any] = {}
    place, depth = start, 0
    while place < end:
        token = tokens[place]
        if token.kind == MARK and token.text in ("{", "[", "("):
            depth += token.text != "{" or place > start
        elif token.kind == MARK and token.text in ("}", "]", ")"):
            depth -= 1
        elif depth <= 0 and token.kind in (NAME, STRING) and token.text in TELLING:
            behind = _behind_key(tokens, place)
            word = at(tokens, behind)
            found = literal(tokens, behind) if behind > place + 1 else None
            if found:
                told[token.text] = found[1]
            elif behind > place + 1 and word.kind == NAME and word.text.rpartition(".")[2] in TYPES:
                told[token.text] = TYPES[word.text.rpartition(".")[2]]
        place += 1
    return told if told.keys() & {"default", "defaultValue", "default_value", "value", "enabled"} else {}


def _closing(tokens: Tokens, place: int, end: int) -> int:
    depth = 0
    for look in range(place, end):
        if tokens[look].kind == MARK:
            depth += (tokens[look].text in "([{") - (tokens[look].text in ")]}")
            if depth == 0:
                return look
    return end


def _line_end(tokens: Tokens, place: int, end: int) -> int:
    line = tokens[place].line
    while place < end and tokens[place].line == line and tokens[place].text not in (",", ";"):
        place += 1
    return place


WAY = Way(name="typed_code", wants=wants, read=read)
