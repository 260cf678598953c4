"""As much Groovy and Kotlin as pipelines need: calls with their arguments and blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

MAX_TOKENS = 50_000
MAX_DEPTH = 60
_WORD = re.compile(r"[A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*)*")
_SPACE = re.compile(r"[ \t\r\f]+|\\\r?\n")
_SLASHY = re.compile(r"/((?:[^/\\\n]|\\.){1,300})/")
_SLASHY_BEFORE = frozenset("(,=~:[!&|?{;\n")


class Token(NamedTuple):
    """`kind`: "word", "text", "mark" or "end" (of a line). `raw`: double-quoted, so `${…}` is replaced."""

    kind: str
    value: str
    line: int
    raw: bool = False


class Call(NamedTuple):
    """`name args {block}`: args are its tokens, without those inside its blocks."""

    name: str
    line: int
    args: tuple[Token, ...] = ()
    blocks: tuple[tuple[Call, ...], ...] = ()

    @property
    def block(self) -> tuple[Call, ...]:
        return tuple(call for block in self.blocks for call in block)

    def text(self, key: str = "") -> str:
        """The string given as `key: '…'`, or the first one given without a key."""
        token = self.token(key)
        return token.value if token is not None else ""

    def token(self, key: str = "") -> Token | None:
        for at, token in enumerate(self.args):
            named = at > 1 and self.args[at - 1].value == ":" and self.args[at - 2].kind in {"word", "text"}
            if token.kind == "text" and (self.args[at - 2].value == key if named else not key):
                return token
        return None

    def word(self, key: str) -> str:
        """The bare word given as `key: word`."""
        for at, token in enumerate(self.args[2:], 2):
            if token.kind == "word" and self.args[at - 1].value == ":" and self.args[at - 2].value == key:
                return token.value
        return ""

    @property
    def texts(self) -> list[str]:
        return [token.value for token in self.args if token.kind == "text"]


def parse(text: str) -> tuple[Call, ...]:
    """The calls of a script, in order. ValueError when it is too long, too deep, or a string never ends."""
    return _Parser(list(_tokens(text))).block(0)


def _tokens(text: str) -> Iterator[Token]:
    at, line, count, last = 0, 1, 0, "\n"
    while at < len(text):
        count += 1
        if count > MAX_TOKENS:
            raise ValueError(f"Line {line}: the script has more than {MAX_TOKENS:,} tokens.")
        start = at
        token, at = _next(text, at, line, last)
        if token is not None:
            yield token
            last = token.value if token.kind == "mark" else "\n" if token.kind == "end" else "x"
        line += text.count("\n", start, at)


def _next(text: str, at: int, line: int, last: str) -> tuple[Token | None, int]:
    if found := _SPACE.match(text, at):
        return None, found.end()
    if text[at] == "\n":
        return Token("end", "\n", line), at + 1
    if text.startswith(("//", "#!"), at) and not (text[at] == "#" and at):
        return None, _until(text, "\n", at)
    if text.startswith("/*", at):
        return None, min(len(text), _until(text, "*/", at + 2) + 2)
    if text[at] in "'\"":
        return _string(text, at, line)
    if text[at] == "/" and last in _SLASHY_BEFORE:
        end = _SLASHY.match(text, at)
        if end:
            return Token("text", f"/{end[1]}/", line), end.end()
    if found := _WORD.match(text, at):
        return Token("word", found[0].replace("?.", "."), line), found.end()
    return Token("mark", text[at], line), at + 1


def _until(text: str, mark: str, at: int) -> int:
    end = text.find(mark, at)
    return len(text) if end < 0 else end


def _string(text: str, at: int, line: int) -> tuple[Token, int]:
    quote = text[at] * 3 if text.startswith(text[at] * 3, at) else text[at]
    raw = quote[0] == '"'
    start = at = at + len(quote)
    depth = 0
    while at < len(text):
        if text[at] == "\\":
            at += 2
            continue
        if depth == 0 and text.startswith(quote, at):
            return Token("text", _unescaped(text[start:at]), line, raw), at + len(quote)
        if raw and text.startswith("${", at):
            depth += 1
        elif depth and text[at] == "}":
            depth -= 1
        elif text[at] == "\n" and len(quote) == 1:
            raise ValueError(f"Line {line}: a string does not end.")
        at += 1
    raise ValueError(f"Line {line}: a string does not end.")


def _unescaped(text: str) -> str:
    """`\\$` is a dollar for the shell; a backslash at the end of a line stays the shell's."""
    return re.sub(r"\\([$'\"\\])", r"\1", text).replace("\\n", "\n") if "\\" in text else text


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0

    def block(self, depth: int) -> tuple[Call, ...]:
        """Calls up to the closing brace, or to the end."""
        if depth > MAX_DEPTH:
            raise ValueError(
                f"Line {self._tokens[self._at - 1].line}: nested more than {MAX_DEPTH} levels deep."
            )
        calls: list[Call] = []
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            if token.value == "}" and token.kind == "mark":
                break
            if token.value == "{" and token.kind == "mark":
                calls.append(Call("", token.line, (), (self.block(depth + 1),)))
            elif token.kind == "word":
                calls.append(self._call(token, depth))
            elif token.kind == "text" and self._peek() == ":":
                calls.append(self._call(Token("word", "", token.line), depth))
        return tuple(calls)

    def _peek(self) -> str:
        return self._tokens[self._at].value if self._at < len(self._tokens) else ""

    def _call(self, name: Token, depth: int) -> Call:
        """Arguments run to the end of the line, unless brackets are open; braces open blocks."""
        args: list[Token] = []
        blocks: list[tuple[Call, ...]] = []
        nested = 0
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            mark = token.value if token.kind == "mark" else ""
            ended = token.kind == "end" and self._peek_after_end() != "{"
            if nested == 0 and (
                mark in {"}", ";"} or (ended and not (args and args[-1].value in {",", "&", "|"}))
            ):
                break
            self._at += 1
            if mark == "{":
                blocks.append(self.block(depth + 1))
                if nested == 0 and not self._continues():
                    break
            elif token.kind != "end":
                nested += {"(": 1, "[": 1, ")": -1, "]": -1}.get(mark, 0)
                if nested < 0:
                    break
                args.append(token)
        return Call(name.value, name.line, tuple(args), tuple(blocks))

    def _peek_after_end(self) -> str:
        """A block may open on the next line: `stage('x')` newline `{`."""
        at = self._at
        while at < len(self._tokens) and self._tokens[at].kind == "end":
            at += 1
        return self._tokens[at].value if at < len(self._tokens) and self._tokens[at].kind == "mark" else ""

    def _continues(self) -> bool:
        """After a block: a further named block, as in `parallel a: {…}, b: {…}`."""
        return self._peek() == ","
