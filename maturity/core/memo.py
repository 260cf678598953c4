"""The port to what earlier scans left behind: a cache, never the truth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar

import msgspec

T = TypeVar("T")


class Forgotten(Exception):
    """What was remembered cannot be read: whoever began to rely on it begins anew without it."""


class Memo(Protocol):
    """What earlier scans left, made by this very engine.

    get_many, put_many  facts per content, for all repositories: "reader/version/blob" -> encoded struct
    lasting             whether the rest, which belongs to one repository, is kept for its next scan
    get, put            by name. What is put replaces what the last scan left, all of it or nothing
    under               every name that begins with this, with its value
    forget              begin anew

    Reading raises Forgotten when what was left turns out to be broken.
    """

    lasting: bool

    def get_many(self, keys: Sequence[str]) -> Mapping[str, bytes]: ...

    def put_many(self, facts: Mapping[str, bytes]) -> None: ...

    def get(self, name: str) -> bytes | None: ...

    def put(self, name: str, value: bytes) -> None: ...

    def under(self, prefix: str) -> Mapping[str, bytes]: ...

    def forget(self) -> None: ...


class PerContent:
    """The half of a memo that keeps nothing of one repository."""

    lasting = False

    def get(self, name: str) -> bytes | None:
        return None

    def put(self, name: str, value: bytes) -> None:
        return None

    def under(self, prefix: str) -> Mapping[str, bytes]:
        return {}

    def forget(self) -> None:
        return None


class NoMemo(PerContent):
    """Remembers nothing."""

    def get_many(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        return {}

    def put_many(self, facts: Mapping[str, bytes]) -> None:
        return None


def recall(decoder: msgspec.msgpack.Decoder[T], left: bytes) -> T:
    try:
        return decoder.decode(left)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Forgotten from error
