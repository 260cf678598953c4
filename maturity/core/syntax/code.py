"""Just enough of a programming language to tell names, strings and brackets from comments."""

from __future__ import annotations

import re

NAME, STRING, COMMAND, MARK = "name", "string", "command", "mark"
NUMBER, SIGN = "number", "sign"
_MAX_TOKENS = 100_000
_FIELD = re.compile(r"(?<!\{)\{([A-Za-z_][\w.]*)\}")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "\n": ""}


class Token:
    """NAME (dotted, "subprocess.run"), STRING (its text), COMMAND (backticks of Ruby), MARK (a sign that
    brackets, separates or assigns), and of everything NUMBER and SIGN (any other). `line` counts from 0.
    """

    __slots__ = ("kind", "line", "text")

    def __init__(self, kind: str, text: str, line: int) -> None:
        self.kind = kind
        self.text = text
        self.line = line


# What nothing closes runs to the end: were it no match, every character would try again.
_TRIPLE = (
    r"[rRbBfFuU]{0,2}(?:\"\"\"(?:[^\"\\]++|\\.?+|\"(?!\"\"))*(?:\"\"\"|\Z)"
    r"|'''(?:[^'\\]++|\\.?+|'(?!''))*(?:'''|\Z))"
)
_DOUBLE = r"\"(?:[^\"\\\n]++|\\.?+)*\"?+"
_SINGLE = r"'(?:[^'\\\n]++|\\.?+)*'?+"
_BACKTICK = r"`(?:[^`\\]++|\\.?+)*`?+"
_SLASHES = r"//[^\n]*+|/\*(?:[^*]++|\*(?!/))*(?:\*/|\Z)"
_NAMES = r"(?P<name>[^\W\d][\w$]*+(?:[ \t]*+[?&]?\.[ \t]*+[^\W\d][\w$]*+)*)"
_REST = r"(?P<newline>\n)|(?P<mark>[()\[\]{},=:+/.])|[^\S\n]++|(?P<number>\d[\w.]*+)|(?P<sign>.)"


def _language(comments: str, strings: str, commands: str = "") -> re.Pattern[str]:
    command = rf"|(?P<command>{commands})" if commands else ""
    return re.compile(rf"(?P<comment>{comments})|(?P<string>{strings}){command}|{_NAMES}|{_REST}", re.DOTALL)


LANGUAGES = {
    "python": _language(r"\#[^\n]*+", rf"{_TRIPLE}|[rRbBfFuU]{{0,2}}(?:{_DOUBLE}|{_SINGLE})"),
    "javascript": _language(_SLASHES, rf"{_DOUBLE}|{_SINGLE}|{_BACKTICK}"),
    "go": _language(_SLASHES, rf"{_DOUBLE}|`[^`]*+`?+|'(?:[^'\\\n]|\\.)'"),
    "hcl": _language(rf"\#[^\n]*+|{_SLASHES}", _DOUBLE),
    "ruby": _language(r"\#[^\n]*+", rf"{_DOUBLE}|{_SINGLE}", rf"{_BACKTICK}|%x[({{][^)}}\n]*+[)}}]?+"),
}


def read_tokens(text: str, language: re.Pattern[str], *, everything: bool = False) -> list[Token]:
    """Names, strings and brackets in order, at most 100,000; `everything`: numbers and other signs too."""
    found: list[Token] = []
    line = 0
    passed = () if everything else (NUMBER, SIGN)
    for match in language.finditer(text):
        kind = match.lastgroup
        if kind == "newline":
            line += 1
        elif kind in ("comment", "string", "command"):
            written = match[0]
            if kind == "string":
                found.append(Token(STRING, _unquoted(written), line))
            elif kind == "command":
                found.append(Token(COMMAND, written.removeprefix("%x").strip("`(){}"), line))
            line += written.count("\n")
        elif kind == "name":
            found.append(Token(NAME, _unspaced(match[0]), line))
        elif kind is not None and kind not in passed:
            found.append(Token(kind, match[0], line))
        if len(found) >= _MAX_TOKENS:
            break
    return found


def _unspaced(name: str) -> str:
    if name.replace(".", "").isalnum():  # most of them
        return name
    return "".join(name.split()).replace("?.", ".").replace("&.", ".")


def _unquoted(written: str) -> str:
    body = written.lstrip("rRbBfFuU") if written[:1] not in "\"'`" else written
    if "f" in written[: len(written) - len(body)].lower():
        body = _FIELD.sub(r"${\1}", body)
    for quote in ('"""', "'''", '"', "'", "`"):
        if body.startswith(quote):
            body = body[len(quote) :].removesuffix(quote)
            break
    return _ESCAPE.sub(lambda match: _ESCAPED.get(match[1], match[1]), body) if "\\" in body else body
