"""One pass over HCL text: blocks and attributes, and a fresh start after what is broken."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import msgspec

from maturity.core.syntax.hcl._lexer import (
    BLOCK_COMMENT,
    IDENTIFIER,
    LINE,
    RESOURCE,
    STATEMENT,
    expression,
    group,
)
from maturity.core.syntax.hcl._nodes import Attribute, Block, Body

MAX_VALUE = 2_000
Skim = Callable[[str, tuple[str, ...]], bool]
_MAX_RESTARTS = 64
_LABEL = re.compile(rf'{BLOCK_COMMENT}|"((?:[^"\\\n]++|\\.)*)"|({IDENTIFIER})', re.DOTALL)
_HEADER = re.compile(
    r"^(?:resource|data|module|variable|output|locals|provider|terraform|moved|import|check|removed|ephemeral"
    r"|include|dependency|dependencies|remote_state|generate|run|stack|globals|unit)\b[^\n={]*+\{",
    re.MULTILINE,
)


def parse(
    data: str | bytes,
    depth: int = 3,
    *,
    skim: Skim | None = None,
    words: Sequence[str] = (),
    limit: int = MAX_VALUE,
) -> Body:
    """The blocks of a file down to `depth`; deeper ones are named, not read. Never raises.

    skim    (type, labels) of a top block -> its content is of no interest: faster
    words   such a block is read all the same when one of them is in it
    limit   longer values are cut here
    """
    text = data if isinstance(data, str) else data.decode("utf-8", "replace")
    return _Scan(text, depth, skim, [word for word in words if word in text], limit).run()


class _Open:
    """A block still being read, or the file itself."""

    __slots__ = ("attributes", "blocks", "labels", "line", "start", "type")

    def __init__(self, kind: str, labels: tuple[str, ...], line: int, start: int) -> None:
        self.type = kind
        self.labels = labels
        self.line = line
        self.start = start
        self.attributes: list[Attribute] = []
        self.blocks: list[Block] = []

    def done(self) -> Block:
        return Block(self.type, self.labels, self.line, tuple(self.attributes), tuple(self.blocks))


class _Scan:
    def __init__(self, text: str, depth: int, skim: Skim | None, words: Sequence[str], limit: int) -> None:
        self._text = text
        self._depth = depth
        self._skim = skim
        self._words = words
        self._limit = limit
        self._at = 0
        self._line = 1
        self._counted = 0
        self._broken = False
        self._open = [_Open("", (), 0, 0)]

    def run(self) -> Body:
        text, size = self._text, len(self._text)
        restarts = 0
        while True:
            self._statements(text, size)
            if len(self._open) == 1 or restarts > _MAX_RESTARTS or not self._restart():
                break
            restarts += 1
        while len(self._open) > 1:
            self._close()
        top = self._open[0]
        return Body(tuple(top.blocks), tuple(top.attributes), self._broken)

    def _statements(self, text: str, size: int) -> None:
        match_at = STATEMENT.match
        while True:
            if self._skim is not None and len(self._open) == 1:
                self._skim_resources(self._skim)
            match = match_at(text, self._at)
            if match is None:
                return
            kind = match.lastgroup
            self._at = match.end()
            if kind == "value":
                self._keep(match, match.start("value"), match.end("value"))
            elif kind == "attribute":
                self._attribute(match)
            elif kind == "block":
                self._block(match)
            elif kind == "close":
                self._closing()
            elif kind == "other":
                self._skip_line()
            if self._at >= size:
                return

    def _attribute(self, match: re.Match[str]) -> None:
        end = expression(self._text, self._at)
        self._keep(match, self._at, end.value)
        self._at = end.following
        self._broken = self._broken or not end.closed

    def _keep(self, match: re.Match[str], start: int, end: int) -> None:
        line = self._line_at(match.start("name"))
        value = self._text[start : min(end, start + self._limit + 100)].strip()[: self._limit]
        self._open[-1].attributes.append(Attribute(match["name"], line, value))

    def _block(self, match: re.Match[str]) -> None:
        written = match["labels"]
        labels = tuple([one[one.lastindex] for one in _LABEL.finditer(written) if one.lastindex])
        block = _Open(match["name"], labels, self._line_at(match.start("name")), self._at)
        level = len(self._open)
        skimmed = level == 1 and self._skim is not None and self._skim(block.type, labels)
        if level > self._depth or skimmed:
            end, closed = group(self._text, self._at)
            if closed and not (skimmed and self._wanted(self._at, end)):
                self._at = end
                self._open[-1].blocks.append(block.done())
                return
            if not closed:
                self._at = end
                self._broken = True
        self._open.append(block)

    def _skim_resources(self, skim: Skim) -> None:
        """Most of most files: a run of resources nobody wants to look into."""
        while match := RESOURCE.match(self._text, self._at):
            kind, *labels = match.groups()
            if not skim(kind, tuple(labels)) or self._wanted(*match.span()):
                return
            line = self._line_at(match.start("type"))
            self._open[0].blocks.append(Block(kind, tuple(labels), line))
            self._at = match.end()

    def _wanted(self, start: int, end: int) -> bool:
        return any(self._text.find(word, start, end) >= 0 for word in self._words)

    def _closing(self) -> None:
        if len(self._open) > 1:
            self._close()
        else:
            self._broken = True

    def _close(self) -> None:
        block = self._open.pop()
        self._open[-1].blocks.append(block.done())

    def _skip_line(self) -> None:
        self._broken = True
        line = LINE.match(self._text, self._at)
        self._at = line.end() if line else len(self._text)

    def _restart(self) -> bool:
        """A block that never closes: keep what is above the next header in the first column, go on there."""
        self._broken = True
        match = _HEADER.search(self._text, self._open[1].start)
        if match is None:
            return False
        self._at = match.start()
        self._line, self._counted = 1, 0
        line = self._line_at(self._at)
        while len(self._open) > 1:
            block = self._open[-1]
            block.attributes = [attribute for attribute in block.attributes if attribute.line < line]
            block.blocks = [_before(inner, line) for inner in block.blocks if inner.line < line]
            if block.line < line:
                self._close()
            else:
                self._open.pop()
        return True

    def _line_at(self, at: int) -> int:
        self._line += self._text.count("\n", self._counted, at)
        self._counted = at
        return self._line


def _before(block: Block, line: int) -> Block:
    """The part of a block above `line`."""
    return msgspec.structs.replace(
        block,
        attributes=tuple(attribute for attribute in block.attributes if attribute.line < line),
        blocks=tuple(_before(inner, line) for inner in block.blocks if inner.line < line),
    )
