"""Containers of a task definition as Terraform writes them: `jsonencode([{ name = "web", … }])`, or JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from maturity.core.syntax.hcl import heredoc

MOST = 100_000  # characters of a list of containers
_TOKEN = re.compile(
    r'(?P<space>\s+|#[^\n]*|//[^\n]*)|(?P<word>"(?:[^"\\]|\\.)*"|[\w.-]+)|(?P<open>[\[{(])|(?P<close>[\]})])'
    r"|(?P<is>[=:](?!=))|(?P<other>.)",
    re.DOTALL,
)
_END = re.compile(r"[,}\n#]")
_ENCODED = re.compile(r"jsonencode\s*\(\s*(?=\[)")
LIST, CONTAINER = 1, 2  # how deep inside of brackets


class Container(Struct):
    """What is written of one. line: of its stopTimeout, counted from where the value begins; served: it
    names ports.
    """

    stop_timeout: str = ""
    line: int = 0
    served: bool = False


def containers(value: str) -> list[Container] | None:
    """None for what is no list written out: a variable, a file, a call of anything."""
    body = heredoc(value)
    text, above = (body, 1) if body is not None else (value, 0)
    encoded = _ENCODED.match(text)
    begin = encoded.end() if encoded else len(text) - len(text.lstrip())
    if len(text) >= MOST or text[begin : begin + 1] != "[":
        return None
    found: list[Container] = []
    for depth, key, said, at in _pairs(text, begin):
        if depth == LIST:
            if said != "{":
                return None
            found.append(Container())
        elif key == "stopTimeout":
            found[-1].stop_timeout, found[-1].line = said, above + text.count("\n", 0, at)
        elif key == "portMappings":
            found[-1].served = True
    return found


def _pairs(text: str, at: int) -> Iterator[tuple[int, str, str, int]]:
    """(LIST, "", what an item begins with, where), and (CONTAINER, key, what follows as written, where)."""
    depth, key, before = 0, "", ""
    for token in _TOKEN.finditer(text, at):
        kind, said = token.lastgroup, token[0]
        if kind == "space":
            if depth == CONTAINER and "\n" in said and key:
                key = ""
            continue
        if depth == LIST:
            key = ""
            if kind != "close" and said != ",":
                yield LIST, "", said, token.start()
        if depth == CONTAINER and kind == "is" and not key:
            key = before.strip('"')
            yield CONTAINER, key, _rest(text, token.end()), token.start()
        elif depth == CONTAINER and said == ",":
            key = ""
        before = said if kind == "word" else ""
        depth += (kind == "open") - (kind == "close")
        if depth <= 0:
            return


def _rest(text: str, at: int) -> str:
    """To the end of its line, or to what ends it there."""
    end = _END.search(text, at)
    return text[at : end.start() if end else len(text)].strip()
