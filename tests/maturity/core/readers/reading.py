"""Reads one text the way a scan would."""

from __future__ import annotations

from typing import TypeVar

from msgspec import Struct

from maturity.core.reader import Reader, all_readers, wanted_by

T = TypeVar("T", bound=Struct)


def read(reader: Reader[T], path: str, text: str) -> T | None:
    """What the reader makes of a file it wants; its struct must survive being stored."""
    assert reader in [all_readers()[number] for number in wanted_by(path)], f"not wanted: {path}"
    return reader.read(path, text.encode())
