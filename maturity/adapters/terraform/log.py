"""What a plan printed, for people: short lines, and cut in the middle when there are too many."""

from __future__ import annotations

from collections import deque

HALF = 100_000
LINE = 2_000


class Log:
    """Keeps the first and the last HALF characters."""

    def __init__(self) -> None:
        self._first: list[str] = []
        self._last: deque[str] = deque()
        self._room = HALF
        self._kept = 0
        self._left_out = 0

    def add(self, text: str) -> None:
        for line in text.splitlines():
            self._add(line if len(line) <= LINE else f"{line[:LINE]}…")

    def _add(self, line: str) -> None:
        size = len(line) + 1
        if not self._last and size <= self._room:
            self._room -= size
            self._first.append(line)
            return
        self._last.append(line)
        self._kept += size
        while self._kept > HALF:
            self._kept -= len(self._last.popleft()) + 1
            self._left_out += 1

    def text(self) -> str:
        middle = [f"… {self._left_out:,} lines left out …"] if self._left_out else []
        return "\n".join([*self._first, *middle, *self._last])
