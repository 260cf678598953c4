"""Objects out of git's store, many at once, through one `git cat-file --batch`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import IO, Self

from msgspec import Struct

from maturity.adapters.errors import AdapterError
from maturity.adapters.git.command import Git

AT_ONCE = 500  # names of 64 digits: half of what a pipe holds
LATEST = 253_402_300_799  # the last second of the year 9999


class Commit(Struct, frozen=True):
    sha: str
    at: datetime
    author: str
    subject: str


class TooLarge(Struct, frozen=True):
    size: int


class Objects:
    """A context: git runs from the first question to the end of the block."""

    def __init__(self, git: Git) -> None:
        self._talk = git.conversation("cat-file", "--batch")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._talk.close()

    def read(self, names: Sequence[str], limit: int) -> Iterator[tuple[str, bytes | TooLarge | None]]:
        """(name, content) in the order asked. None: missing. Nothing over `limit` bytes is read."""
        at = 0
        while at < len(names):
            asked = names[at : at + AT_ONCE]
            with self._talk.ask("".join(f"{name}\n" for name in asked).encode()) as answers:
                for name in asked:
                    at += 1
                    found = _answer(answers, limit)
                    yield name, found
                    if isinstance(found, TooLarge):
                        self._talk.close()  # cheaper than reading what nobody wants
                        break

    def commit(self, name: str) -> Commit | None:
        """The commit that `name` leads to; None when it leads to none."""
        with self._talk.ask(f"{name}^{{commit}}\n".encode()) as answers:
            header = answers.readline().split()
            if len(header) != 3 or header[1] != b"commit":
                self._talk.close()
                return None
            return _commit(header[0].decode(), _content(answers, int(header[2])).decode("utf-8", "replace"))


def _answer(answers: IO[bytes], limit: int) -> bytes | TooLarge | None:
    header = answers.readline().split()
    if not header:
        raise AdapterError("git stopped while it read the files", permanent=False)
    if header[-1] == b"missing":
        return None
    size = int(header[2])
    return TooLarge(size) if size > limit else _content(answers, size)


def _content(answers: IO[bytes], size: int) -> bytes:
    content = answers.read(size + 1)
    if len(content) != size + 1:
        raise AdapterError("git stopped while it read the files", permanent=False)
    return content[:-1]


def _commit(sha: str, text: str) -> Commit:
    head, _, message = text.partition("\n\n")
    author = re.search(r"^author ([^<\n]{0,200})", head, re.MULTILINE)
    stamp = re.search(r"^committer [^\n]*> (\d{1,15}) ", head, re.MULTILINE)
    at = datetime.fromtimestamp(min(int(stamp[1]) if stamp else 0, LATEST), UTC)
    return Commit(sha, at, author[1].strip() if author else "", message.strip().partition("\n")[0][:300])
