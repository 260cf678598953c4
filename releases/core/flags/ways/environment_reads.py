"""Code that asks the environment for a flag."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from maturity.core.syntax.code import Token
from releases.core.flags import Found, Used, Way, names
from releases.core.flags.ways._reads import read_at, tokens_of

MOST = 500  # of one file


def read(path: str, data: bytes) -> Found:
    found = [one for one, _ in zip(_uses(path, data), range(MOST), strict=False)]
    return Found(used=tuple(found))


def _uses(path: str, data: bytes) -> Iterator[Used]:
    tokens = tokens_of(path, data)
    for index in range(len(tokens)):
        one = read_at(tokens, index)
        # `process.env.FF_X = …` gives it a value, and reads nothing
        if one is not None and not _assigned(tokens[one.end : one.end + 2]):
            yield Used(key=one.key, path=path, line=one.line + 1, written=one.written, default=one.default)


def _assigned(behind: Sequence[Token]) -> bool:
    texts = [one.text for one in behind]
    return texts[:1] == ["="] and texts != ["=", "="]


WAY = Way(name="environment_reads", wants=names.is_code, words=names.WORDS, read=read)
