"""A program's own helper for starting processes: `run(["pulumi", "preview"])`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from maturity.core.syntax.code import MARK, NAME, Token

HELPER = r"_?(?:run|sh|shell|exec|execute|call|cmd|check)(?:_\w{1,40})?"
_HELPER = re.compile(HELPER + "$")
_LIBRARIES = ("subprocess", "invoke", "fabric", "nox", "plumbum", "asyncio", "os", "sh")
_LOOKS = frozenset(
    {"check", "check_call", "check_output", "returncode", "raise", "exit", "CalledProcessError"}
)
_MAX_NAMES, _MAX_BODY = 100, 400


def own_helpers(tokens: Sequence[Token]) -> dict[str, bool]:
    """name -> whether it raises when the process fails.

    One written in another file is taken to raise: that is what such helpers are written for.
    """
    found: dict[str, bool] = {}
    for at, token in enumerate(tokens):
        if token.kind == NAME and token.text == "from":
            found |= {name: True for name in _imported(tokens, at + 1) if _HELPER.match(name)}
        elif token.kind == NAME and token.text == "def" and at + 1 < len(tokens):
            name = tokens[at + 1].text
            if _HELPER.match(name):
                found[name] = _raises(tokens[at + 2 : at + 2 + _MAX_BODY])
    return found


def _imported(tokens: Sequence[Token], at: int) -> Iterator[str]:
    """The names of `from module import a, b`, when the module is none that starts processes itself."""
    while at < len(tokens) and tokens[at].kind == MARK:
        at += 1  # the dots of a relative import
    if at + 1 >= len(tokens) or tokens[at + 1].text != "import":
        return
    if tokens[at].text.partition(".")[0] in _LIBRARIES:
        return
    line, inside = tokens[at].line, False
    for token in tokens[at + 2 : at + 2 + _MAX_NAMES]:
        if token.kind == MARK and token.text in "()":
            inside = token.text == "("
        elif token.line != line and not inside:
            return
        elif token.kind == NAME:
            yield token.text


def _raises(body: Sequence[Token]) -> bool:
    for token in body:
        if token.kind == NAME and token.text in ("def", "class"):
            return False
        if token.kind == NAME and token.text.rpartition(".")[2] in _LOOKS:
            return True
    return False
