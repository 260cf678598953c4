"""Code of JavaScript and Ruby with its texts and comments blanked out: every letter keeps its place."""

from __future__ import annotations

import re

JAVASCRIPT = re.compile(
    r"//[^\n]*|/\*.*?(?:\*/|\Z)|'[^'\\\n]*(?:\\.[^'\\\n]*)*'?|\"[^\"\\\n]*(?:\\.[^\"\\\n]*)*\"?"
    r"|`[^`\\]*(?:\\.[^`\\]*)*`?",
    re.DOTALL,
)
RUBY = re.compile(
    r"^=begin\b.*?(?:^=end\b|\Z)|\#[^\n]*|'[^'\\]*(?:\\.[^'\\]*)*'?|\"[^\"\\]*(?:\\.[^\"\\]*)*\"?"
    r"|<<[~-]?(?P<quote>['\"]?)(?P<word>[A-Z]\w*)(?P=quote)[^\n]*\n.*?^[ \t]*(?P=word)\b",
    re.DOTALL | re.MULTILINE,
)
_OPENING = frozenset("({[")
_BRACKETS = re.compile(r"[(){}\[\]]")


def masked(text: str, form: re.Pattern[str]) -> str:
    """Quotes stay, so that one sees where a text was."""
    return form.sub(_blank, text)


def _blank(match: re.Match[str]) -> str:
    said = match[0]
    if said[0] in "'\"`" and len(said) > 1:
        return said[0] + _spaces(said[1:-1]) + said[-1]
    return _spaces(said)


def _spaces(said: str) -> str:
    return re.sub(r"[^\n]", " ", said)


def closings(text: str) -> dict[int, int]:
    """Behind the bracket that closes each one; those that nothing closes are left out."""
    found: dict[int, int] = {}
    open_: list[int] = []
    for match in _BRACKETS.finditer(text):
        if match[0] in _OPENING:
            open_.append(match.start())
        elif open_:
            found[open_.pop()] = match.end()
    return found


def line_at(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def literal(text: str, at: int) -> str | None:
    """The text that is written out there; None for what is made of variables, or is no text."""
    rest = text[at:].lstrip()
    if not rest or rest[0] not in "'\"`":
        return None
    match = JAVASCRIPT.match(rest)
    said = match[0][1:-1] if match and match[0][-1] == rest[0] and len(match[0]) > 1 else None
    return None if said is None or "${" in said or "#{" in said else said.replace(f"\\{rest[0]}", rest[0])
