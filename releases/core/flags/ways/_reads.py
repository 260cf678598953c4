"""A line that reads a variable of the environment, in any language: which one, and what it falls back to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from maturity.core.syntax.code import LANGUAGES, MARK, NAME, NUMBER, SIGN, STRING, Token, read_tokens
from releases.core.flags import names, values

Tokens = Sequence[Token]
ENVIRONMENTS = frozenset({"env", "environ", "ENV", "environment"})
READERS = frozenset({"var", "getOrDefault", "config"})  # besides all that have "env" in their name
WRITERS = ("set", "del", "unset", "put", "stub", "remove")
TRUTHS = frozenset({
    "bool", "Boolean", "parseBoolean", "parseBool", "ParseBool", "equals", "equalsIgnoreCase", "strtobool",
    "str2bool", "str_to_bool", "to_bool", "toBoolean", "isTrue", "boolval", "truthy", "is_true", "parse_bool",
})  # fmt: skip
LAST = Token(MARK, "", 0)
LOOK = 160  # tokens between the brackets of a call
LITERALS = {"true": True, "True": True, "false": False, "False": False}


class Read(Struct, frozen=True):
    """written: the default as it stands there, "" for none. end: the first token behind it."""

    key: str
    line: int
    written: str
    default: Any
    end: int


def tokens_of(path: str, data: bytes) -> list[Token]:
    language = LANGUAGES[names.LANGUAGES[names.suffix(path)]]
    return read_tokens(data.decode("utf-8", "replace"), language, everything=True)


def at(tokens: Tokens, index: int) -> Token:
    return tokens[index] if 0 <= index < len(tokens) else LAST


def is_sign(tokens: Tokens, index: int, text: str) -> bool:
    return all(at(tokens, index + n).text == one for n, one in enumerate(text)) and all(
        at(tokens, index + n).kind in (MARK, SIGN) for n in range(len(text))
    )


def literal(tokens: Tokens, index: int) -> tuple[str, Any] | None:
    """What a string, a number, true or false says there: as written, and its value."""
    token = at(tokens, index)
    if token.kind == STRING:
        return token.text, token.text
    if token.kind == NUMBER:
        minus = "-" if is_sign(tokens, index - 1, "-") else ""
        return minus + token.text, values.meant(minus + token.text.replace("_", ""))
    if is_sign(tokens, index, "-") and at(tokens, index + 1).kind == NUMBER:
        return literal(tokens, index + 1)
    if token.kind == NAME and token.text in LITERALS:
        return token.text.lower(), LITERALS[token.text]
    return None


def read_at(tokens: Tokens, index: int) -> Read | None:
    """When the token there begins a read of a flag."""
    if tokens[index].kind != NAME:
        return None
    return _member(tokens, index) or _item(tokens, index) or _call(tokens, index)


def _member(tokens: Tokens, index: int) -> Read | None:
    """process.env.FF_X, import.meta.env.FF_X"""
    parts = tokens[index].text.split(".")
    for place, part in enumerate(parts[:-1]):
        if part in ENVIRONMENTS and names.is_variable(parts[place + 1]):
            return _judged(tokens, index, parts[place + 1], index + 1, None)
    return None


def _item(tokens: Tokens, index: int) -> Read | None:
    """os.environ["FF_X"], ENV['FF_X']"""
    last = tokens[index].text.rpartition(".")[2]
    key = at(tokens, index + 2)
    if last in ENVIRONMENTS and is_sign(tokens, index + 1, "[") and _names_flag(key):
        return _judged(tokens, index, key.text, index + 4, None)
    return None


def _call(tokens: Tokens, index: int) -> Read | None:
    """os.getenv("FF_X", "3"), env.bool("FF_X", default=False), ENV.fetch('FF_X') { 'x' }"""
    name = tokens[index].text
    last = name.rpartition(".")[2]
    key = at(tokens, index + 2)
    if not (is_sign(tokens, index + 1, "(") and _names_flag(key)) or last.lower().startswith(WRITERS):
        return None
    if "env" not in name.lower() and last not in READERS:
        return None
    end, default = _arguments(tokens, index + 3)
    if is_sign(tokens, end, "{") and default is None:  # a block of Ruby
        default = literal(tokens, end + 1)
    read = _judged(tokens, index, key.text, end, default)
    if last.lower().endswith("bool") and isinstance(read.default, str):
        return Read(read.key, read.line, read.written, values.meant(read.default, values.BOOLEAN), read.end)
    return read


def _names_flag(token: Token) -> bool:
    return token.kind == STRING and names.is_variable(token.text)


def _arguments(tokens: Tokens, index: int) -> tuple[int, tuple[str, Any] | None]:
    """Behind the closing bracket, and the default among the arguments that are left."""
    depth, default, place = 1, None, index
    while depth and place < min(len(tokens), index + LOOK):
        text = tokens[place].text if tokens[place].kind == MARK else ""
        depth += (text in ("(", "[", "{")) - (text in (")", "]", "}"))
        named = tokens[place].kind == NAME and tokens[place].text in ("default", "fallback")
        if depth == 1 and default is None and (place == index or named) and text != ")":
            default = literal(tokens, place + (2 if named else 1))
        place += 1
    return place, default


def _judged(tokens: Tokens, index: int, key: str, end: int, default: tuple[str, Any] | None) -> Read:
    """What is done with it tells what it falls back to where no default is written."""
    end = place = _behind_calls(tokens, end)
    other = default
    if default is None and (found := _alternative(tokens, end)):
        other, place = found
    for _ in range(3):  # brackets around it
        place = _behind_calls(tokens, place + is_sign(tokens, place, ")"))
    compared = _compared(tokens, place)
    if compared is not None:
        equal, texts = compared
        told = ((other[0].lower() in texts) == equal) if other else not equal
        return Read(key, tokens[index].line, other[0] if other else str(told).lower(), told, end)
    if other is None and _is_truth(tokens, index):
        return Read(key, tokens[index].line, "false", default=False, end=end)
    if other is None:
        return Read(key, tokens[index].line, "", None, end)
    value = values.meant(other[1]) if isinstance(other[1], str) else other[1]
    return Read(key, tokens[index].line, other[0][:200], value, end)


def _behind_calls(tokens: Tokens, place: int) -> int:
    """Over `.lower()`, `?.trim()` and `!`."""
    for _ in range(4):
        while is_sign(tokens, place, "!") and not is_sign(tokens, place + 1, "="):
            place += 1
        if is_sign(tokens, place, "()"):
            place += 2
        at_dot = place + 1 if is_sign(tokens, place, "?.") else place
        if is_sign(tokens, at_dot, ".") and at(tokens, at_dot + 1).kind == NAME:
            place = at_dot + 2
    return place


def _alternative(tokens: Tokens, place: int) -> tuple[tuple[str, Any], int] | None:
    """`?? 3`, `|| 'x'`, `or "x"`: what, and the first token behind it."""
    behind = place + 2 if any(is_sign(tokens, place, one) for one in ("??", "||", "?:")) else place + 1
    if behind == place + 1 and at(tokens, place).text != "or":
        return None
    found = literal(tokens, behind)
    return (found, behind + 1) if found else None


def _compared(tokens: Tokens, place: int) -> tuple[bool, frozenset[str]] | None:
    """Whether it has to be equal, and to which texts."""
    for sign in ("===", "!==", "==", "!="):
        if is_sign(tokens, place, sign):
            found = literal(tokens, place + len(sign))
            return (sign[0] == "=", frozenset({found[0].lower()})) if found else None
    if at(tokens, place).text == "in" and at(tokens, place + 1).text in ("(", "[", "{"):
        some = [one.text.lower() for one in tokens[place + 2 : place + 14] if one.kind == STRING]
        return True, frozenset(some)
    return None


def _is_truth(tokens: Tokens, index: int) -> bool:
    """`!!process.env.FF_X`, `bool(os.getenv("FF_X"))`, `"true".equals(…)`"""
    if is_sign(tokens, index - 2, "!!"):
        return True
    before = at(tokens, index - 2)
    return is_sign(tokens, index - 1, "(") and before.text.rpartition(".")[2] in TRUTHS
