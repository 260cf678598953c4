"""Filter patterns of CI systems: `*`, `**`, `?`, `+`, `[]`, and `!` to take back.

GitHub's meaning: `*` stays inside one part of a path, `**` does not, `?` and `+` say how
often the character before them may come. Matching takes time linear in the text, whatever
the pattern: a small automaton whose states are made when first needed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import islice

MAX_PATTERN = 512
MAX_KEPT = 20_000  # remembered moves of one pattern

Accepts = Callable[[str], bool]


def _anything(char: str) -> bool:
    return True


def _not_slash(char: str) -> bool:
    return char != "/"


class Glob:
    """One pattern without its `!`. An overlong pattern matches nothing."""

    def __init__(self, pattern: str) -> None:
        self._moves: list[tuple[int, Accepts, int]] = []  # from, on, to
        self._jumps: dict[int, list[int]] = {}
        self._end = 0
        self._known: dict[tuple[frozenset[int], str], frozenset[int]] = {}
        self._dead = len(pattern) > MAX_PATTERN
        if not self._dead:
            self._build(pattern)
        self._start = self._closed({0})
        literal = next((at for at, char in enumerate(pattern) if char in "*?+[\\"), len(pattern))
        # the character before `?` and `+` is not a fixed part of the text
        self.prefix = pattern[: literal - 1 if pattern[literal : literal + 1] in {"?", "+"} else literal]

    def matches(self, text: str) -> bool:
        if self._dead or not text.startswith(self.prefix):
            return False
        states = self._start
        known = self._known
        for char in text:
            after = known.get((states, char))
            if after is None:
                after = self._step(states, char)
            if not after:
                return False
            states = after
        return self._end in states

    def _step(self, states: frozenset[int], char: str) -> frozenset[int]:
        after = self._closed({to for start, accepts, to in self._moves if start in states and accepts(char)})
        if len(self._known) > MAX_KEPT:
            self._known.clear()
        self._known[states, char] = after
        return after

    def _closed(self, states: set[int]) -> frozenset[int]:
        todo = list(states)
        while todo:
            for to in self._jumps.get(todo.pop(), ()):
                if to not in states:
                    states.add(to)
                    todo.append(to)
        return frozenset(states)

    def _build(self, pattern: str) -> None:
        at = 0
        while at < len(pattern):
            if pattern.startswith("**", at):
                at = self._stars(pattern, at)
            elif pattern[at] == "*":
                self._repeat(_not_slash)
                at += 1
            else:
                accepts, at = _single(pattern, at)
                at = self._counted(accepts, pattern, at)

    def _stars(self, pattern: str, at: int) -> int:
        end = at
        while end < len(pattern) and pattern[end] == "*":
            end += 1
        if pattern.startswith("/", end) and (at == 0 or pattern[at - 1] == "/"):
            # `**/x` also means x at the top, and `a/**/x` also a/x
            start = self._end
            self._repeat(_anything)
            self._one("/".__eq__)
            self._jumps.setdefault(start, []).append(self._end)
            return end + 1
        self._repeat(_anything)
        return end

    def _counted(self, accepts: Accepts, pattern: str, at: int) -> int:
        count = pattern[at : at + 1]
        start = self._end
        self._one(accepts)
        if count == "?":
            self._jumps.setdefault(start, []).append(self._end)
        elif count == "+":
            self._repeat(accepts)
        return at + 1 if count in {"?", "+"} else at

    def _one(self, accepts: Accepts) -> None:
        self._moves.append((self._end, accepts, self._end + 1))
        self._end += 1

    def _repeat(self, accepts: Accepts) -> None:
        self._jumps.setdefault(self._end, []).append(self._end + 1)
        self._end += 1
        self._moves.append((self._end, accepts, self._end))
        self._jumps.setdefault(self._end, []).append(self._end + 1)
        self._end += 1


def _single(pattern: str, at: int) -> tuple[Accepts, int]:
    """What one character, `\\x` or `[…]` accepts, and where the pattern goes on."""
    char = pattern[at]
    if char == "\\" and at + 1 < len(pattern):
        return pattern[at + 1].__eq__, at + 2
    end = pattern.find("]", at + 2) if char == "[" else -1
    if end < 0:
        return char.__eq__, at + 1
    return _members(pattern[at + 1 : end]).__contains__, end + 1


def _members(text: str) -> frozenset[str]:
    members = set(text)
    for low, dash, high in zip(text, text[1:], text[2:], strict=False):
        if dash == "-" and low <= high and ord(high) - ord(low) < 256:
            members |= {chr(code) for code in range(ord(low), ord(high) + 1)}
    return frozenset(members)


@lru_cache(maxsize=2048)
def _glob(pattern: str) -> Glob:
    return Glob(pattern)


def matches(pattern: str, text: str) -> bool:
    """Whether one pattern (without `!`) matches the whole text."""
    return _glob(pattern).matches(text)


def selects(patterns: Sequence[str], text: str) -> bool:
    """Whether a list of patterns lets `text` through: the last one that matches decides."""
    chosen = False
    for pattern in patterns:
        if pattern.startswith("!"):
            chosen = chosen and not matches(pattern[1:], text)
        elif not chosen:
            chosen = matches(pattern, text)
    return chosen


class Index:
    """Many texts, asked about often: only those that begin as a pattern does are looked at."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = sorted(texts)

    def any(self, patterns: Sequence[str]) -> bool:
        """Whether a list of patterns lets at least one text through."""
        for pattern in patterns:
            if pattern.startswith("!"):
                continue
            prefix = _glob(pattern).prefix
            start = bisect_left(self._texts, prefix)
            for text in islice(self._texts, start, None):
                if not text.startswith(prefix):
                    break
                if selects(patterns, text):
                    return True
        return False


def selects_any(patterns: Sequence[str], texts: Iterable[str]) -> bool:
    return any(selects(patterns, text) for text in texts)
