"""What a value says when it is written out, without variables."""

from __future__ import annotations

import re

_STRING = r'"(?:[^"\\$%\n]++|\\.|\$\$\{|%%\{|\$(?!\$?\{)|%(?!%?\{))*"'
_QUOTED = re.compile(_STRING)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))|([$%])\4\{", re.DOTALL)
_NAMED = {"n": "\n", "r": "\r", "t": "\t"}
_NUMBER = re.compile(r"-?\d{1,18}")
_ITEM = re.compile(rf"\s*+(?:({_STRING})|(-?\d{{1,18}}|true|false)\b)\s*+(,|\Z)\s*+")
_HEREDOC = re.compile(r"<<(-?)([^\W\d][\w.-]*+)[^\n]*+\n")


def string(value: str | None) -> str | None:
    """The text of a quoted string without `${…}`, else None."""
    if value is None or not _QUOTED.fullmatch(value):
        return None
    inside = value[1:-1]
    return _ESCAPE.sub(_unescape, inside) if "\\" in inside or "{" in inside else inside


def literal(value: str | None) -> str | bool | int | list[str | bool | int] | None:
    """A string, true or false, a whole number, or a list of those; None for everything else."""
    if value is None:
        return None
    if value in ("true", "false"):
        return value == "true"
    if _NUMBER.fullmatch(value):
        return int(value)
    if value.startswith("[") and value.endswith("]"):
        return _list(value[1:-1])
    return string(value)


def heredoc(value: str | None) -> str | None:
    """The body of `<<WORD … WORD`, which begins on the line after its attribute; None when it is not one."""
    match = _HEREDOC.match(value) if value else None
    if value is None or match is None:
        return None
    lines = value[match.end() :].split("\n")
    if lines and lines[-1].strip() == match[2]:
        lines.pop()
    if match[1]:
        indent = min((len(line) - len(line.lstrip(" \t")) for line in lines if line.strip()), default=0)
        lines = [line[indent:] for line in lines]
    return "\n".join(lines)


def _list(inside: str) -> list[str | bool | int] | None:
    found: list[str | bool | int] = []
    at, size = 0, len(inside)
    while at < size and inside[at:].strip():
        match = _ITEM.match(inside, at)
        if match is None:
            return None
        item = literal(match[1] or match[2])
        if isinstance(item, (str, bool, int)):
            found.append(item)
        at = match.end()
    return found


def _unescape(match: re.Match[str]) -> str:
    if match[4]:
        return match[4] + "{"
    if code := match[1] or match[2]:
        number = int(code, 16)
        return chr(number) if number < 0x110000 else "\ufffd"
    return _NAMED.get(match[3], match[3])
