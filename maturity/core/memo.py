"""The port to what earlier scans left behind: a cache, never the truth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol


class Memo(Protocol):
    """What earlier scans left.

    get_many, put_many  facts per content, for all repositories: "reader/version/blob" -> encoded struct
    get, put            what the last scan of this very repository left, by name
    """

    def get_many(self, keys: Sequence[str]) -> Mapping[str, bytes]: ...

    def put_many(self, facts: Mapping[str, bytes]) -> None: ...

    def get(self, name: str) -> bytes | None: ...

    def put(self, name: str, value: bytes) -> None: ...


class NoMemo:
    """Remembers nothing."""

    def get_many(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        return {}

    def put_many(self, facts: Mapping[str, bytes]) -> None:
        return None

    def get(self, name: str) -> bytes | None:
        return None

    def put(self, name: str, value: bytes) -> None:
        return None
