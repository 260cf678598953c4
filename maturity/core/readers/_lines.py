"""Line numbers and small text helpers that readers share."""

from __future__ import annotations

import re
from bisect import bisect_right

_NEWLINE = re.compile(rb"\n")


class Lines:
    """Turns offsets of one file into line numbers; the table is made when first asked for."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._ends: list[int] | None = None

    def at(self, offset: int) -> int:
        if self._ends is None:
            self._ends = [hit.start() for hit in _NEWLINE.finditer(self._data)]
        return bisect_right(self._ends, offset - 1) + 1


def base_name(path: str) -> str:
    return path.rpartition("/")[2]


def text_of(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")
