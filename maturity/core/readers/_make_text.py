"""Text of Makefiles: logical lines, and references replaced by what they stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping

_REFERENCE = re.compile(r"\$(?:\(([\w./-]{1,100})\)|\{([\w./-]{1,100})\}|([@<^+*?%|]))")
_CALL = re.compile(r"\$\(call[ \t]+([\w.-]{1,100})((?:,[^(),]*)*)\)")
_SHELL = re.compile(r"\$\(shell[ \t]+")
_IF = re.compile(r"\$\(if[ \t]+[^(),\n]{0,500},([^(),\n]{0,500})(?:,([^()\n]{0,500}))?\)")
_FUNCTION = re.compile(
    r"\$\((?:subst|patsubst|strip|findstring|filter|filter-out|sort|word|wordlist|words|firstword|lastword|dir"
    r"|notdir|suffix|basename|addsuffix|addprefix|join|wildcard|realpath|abspath|or|and|foreach|file|value|eval"
    r"|origin|flavor|error|warning|info)[ \t][^()\n]{0,1000}\)"
)
_PREFIX = re.compile(r"^[ \t]*[@+-]+(?=[^\s@+-])", re.MULTILINE)
_FIXED = {"MAKE": "make", "CURDIR": ".", "RM": "rm -f"}
_ROUNDS = 10
_MAX_TEXT = 8_000
_DOLLAR = "\x00"


def joined_lines(text: str) -> list[tuple[int, str]]:
    """Logical lines, each with the number of its first; continued ones keep their newlines."""
    found: list[tuple[int, str]] = []
    parts: list[str] = []
    start = 1
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.removesuffix("\r")
        if not parts:
            start = number
        parts.append(line)
        if not line.endswith("\\"):
            found.append((start, "\n".join(parts)))
            parts = []
    return [*found, (start, "\n".join(parts))] if parts else found


def expand(text: str, variables: Mapping[str, str]) -> str:
    """References filled in, ten deep, for the shell: what is not known becomes "${NAME}".

    What make's own functions compute is not known either; of `$(if …)` the first branch that says
    something counts. `@` and `-` before a command are taken off.
    """
    known = {**_FIXED, **variables}
    left = _MAX_TEXT

    def value(match: re.Match[str]) -> str:
        nonlocal left
        name = match[1] or match[2] or match[3]
        found = known.get(name, f"${{{name}}}")
        left -= len(found)
        return found if left >= 0 else f"${{{name}}}"

    def called(match: re.Match[str]) -> str:
        body = known.get(match[1])
        if body is None:
            return match[0]
        arguments = [argument.strip() for argument in match[2].split(",")]
        return _REFERENCE.sub(lambda inner: _argument(inner, arguments), body) if left >= 0 else match[0]

    text = text.replace("$$", _DOLLAR)
    for _ in range(_ROUNDS):
        filled = _CALL.sub(called, _REFERENCE.sub(value, text)).replace("$$", _DOLLAR)
        filled = _FUNCTION.sub("${function}", _IF.sub(lambda match: match[1] or match[2] or "", filled))
        if filled == text:
            break
        text = filled
    text = _REFERENCE.sub(lambda match: f"${{{match[1] or match[2] or match[3]}}}", text)
    return _PREFIX.sub("", _SHELL.sub("$(", text)).replace(_DOLLAR, "$")


def _argument(match: re.Match[str], arguments: list[str]) -> str:
    name = match[1] or match[2] or match[3]
    if not name.isdigit() or len(name) > 2:
        return match[0]
    return arguments[int(name)] if int(name) < len(arguments) else ""
