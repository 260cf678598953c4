"""A judgement with everything it was made from, as JSON: whoever doubts it makes it again."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
from msgspec import Struct

from releases.core.verdict import burning, counts, levels
from releases.core.verdict.burning import PERIOD, Window
from releases.core.verdict.counts import Counts, CountSettings
from releases.core.verdict.judged import Judged
from releases.core.verdict.levels import Infinite, LevelSettings

Points = tuple[float | Infinite | None, ...]


class Levels(Struct, frozen=True, kw_only=True, tag_field="kind", tag="levels",
             forbid_unknown_fields=True):  # fmt: skip
    pre: Points
    post: Points
    weeks: tuple[tuple[Points, Points], ...] = ()
    settings: LevelSettings = LevelSettings()
    concurrent: bool = False

    def judge(self) -> Judged:
        return levels.judge(self.pre, self.post, self.weeks, self.settings, concurrent=self.concurrent)


class Shares(Struct, frozen=True, kw_only=True, tag_field="kind", tag="counts",
             forbid_unknown_fields=True):  # fmt: skip
    before: Counts
    after: Counts
    settings: CountSettings = CountSettings()

    def judge(self) -> Judged:
        return counts.judge(self.before, self.after, self.settings)


class Burn(Struct, frozen=True, kw_only=True, tag_field="kind", tag="burning",
           forbid_unknown_fields=True):  # fmt: skip
    windows: tuple[Window, ...]
    slo: float
    period: float = PERIOD

    def judge(self) -> Judged:
        return burning.judge(self.windows, self.slo, self.period)


class Budget(Struct, frozen=True, kw_only=True, tag_field="kind", tag="budget",
             forbid_unknown_fields=True):  # fmt: skip
    since: Counts
    slo: float
    expected: float | None = None
    already: Counts | None = None

    def judge(self) -> Judged:
        return burning.budget(self.since, self.slo, self.expected, self.already)


Case = Levels | Shares | Burn | Budget


class Stored(Struct, frozen=True, forbid_unknown_fields=True):
    case: Case
    judged: Judged


def level_case(
    pre: levels.Points, post: levels.Points, weeks: Sequence[levels.Pair] = (),
    settings: LevelSettings | None = None, *, concurrent: bool = False,
) -> Levels:  # fmt: skip
    """What `levels.judge` is asked, so that JSON can hold it: it knows neither NaN nor infinity."""
    return Levels(
        pre=_plain(pre), post=_plain(post), weeks=tuple((_plain(a), _plain(b)) for a, b in weeks),
        settings=settings or LevelSettings(), concurrent=concurrent,
    )  # fmt: skip


def _plain(points: levels.Points) -> Points:
    found: list[float | Infinite | None] = []
    for point in points:
        value = math.nan if point is None else float(point)
        if math.isinf(value):
            found.append("Infinity" if value > 0 else "-Infinity")
        else:
            found.append(None if math.isnan(value) else value)
    return tuple(found)


def pack(case: Case, judged: Judged | None = None) -> bytes:
    """judged: what came of it; made now when it is left out."""
    return msgspec.json.encode(Stored(case, judged or case.judge()))


def unpack(text: bytes | str) -> Stored:
    """ValueError with one line that says what is wrong with it."""
    return msgspec.json.decode(text, type=Stored)


def again(text: bytes | str) -> Judged:
    """The judgement made anew. Its `method` is that of this code, and not of when it was stored."""
    return unpack(text).case.judge()


def agree(one: Judged, other: Judged) -> bool:
    """Whether both say the same, as far as two machines compute the same."""
    mine, theirs = msgspec.to_builtins(one), msgspec.to_builtins(other)
    return mine.keys() == theirs.keys() and all(_close(mine[name], theirs[name]) for name in mine)


def _close(one: object, other: object) -> bool:
    if isinstance(one, float | int) and isinstance(other, float | int):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_close(one[name], other[name]) for name in one)
    return one == other
