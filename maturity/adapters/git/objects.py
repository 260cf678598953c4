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
BROKEN_BORNE = 100
LATEST = 253_402_300_799  # the last second of the year 9999


class Commit(Struct, frozen=True):
    sha: str
    at: datetime
    author: str
    subject: str


class TooLarge(Struct, frozen=True):
    size: int


class Broken(Struct, frozen=True):
    """Git could not make sense of it."""


class Objects:
    """A context: git runs from the first question to the end of the block."""

    def __init__(self, git: Git) -> None:
        self._talk = git.conversation("cat-file", "--batch")
        self._broken = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._talk.close()

    def read(
        self, names: Sequence[str], limit: int
    ) -> Iterator[tuple[str, bytes | TooLarge | Broken | None]]:
        """(name, content) in the order asked. None: missing. Nothing over `limit` bytes is read."""
        at = 0
        while at < len(names):
            asked = names[at : at + AT_ONCE]
            with self._talk.ask("".join(f"{name}\n" for name in asked).encode()) as answers:
                for name in asked:
                    at += 1
                    found = _answer(answers, name, limit)
                    self._broken += isinstance(found, Broken)
                    if self._broken > BROKEN_BORNE:
                        raise AdapterError(
                            "git cannot read the files: the repository is broken", permanent=True
                        )
                    yield name, found
                    if isinstance(found, TooLarge | Broken):
                        self._talk.close()  # cheaper than reading what nobody wants
                        break

    def commit(self, name: str) -> Commit | None:
        """The commit that `name` leads to; None when it leads to none."""
        with self._talk.ask(f"{name}^{{commit}}\n".encode()) as answers:
            header = answers.readline().split()
            if len(header) != 3 or header[1] != b"commit":
                self._talk.close()
                return None
            content = _content(answers, int(header[2]))
            if isinstance(content, Broken):
                self._talk.close()
                return None
            return _commit(header[0].decode(), content.decode("utf-8", "replace"))


def _answer(answers: IO[bytes], name: str, limit: int) -> bytes | TooLarge | Broken | None:
    header = answers.readline().split()
    if header == [name.encode(), b"missing"]:
        return None
    if len(header) != 3 or header[0] != name.encode():  # over a broken object git ends, or loses its place
        return Broken()
    size = int(header[2])
    return TooLarge(size) if size > limit else _content(answers, size)


def _content(answers: IO[bytes], size: int) -> bytes | Broken:
    content = answers.read(size + 1)
    return content[:-1] if len(content) == size + 1 and content.endswith(b"\n") else Broken()


def _commit(sha: str, text: str) -> Commit:
    head, _, message = text.partition("\n\n")
    author = re.search(r"^author ([^<\n]{0,200})", head, re.MULTILINE)
    stamp = re.search(r"^committer [^\n]*> (\d{1,15}) ", head, re.MULTILINE)
    at = datetime.fromtimestamp(min(int(stamp[1]) if stamp else 0, LATEST), UTC)
    return Commit(sha, at, author[1].strip() if author else "", message.strip().partition("\n")[0][:300])
