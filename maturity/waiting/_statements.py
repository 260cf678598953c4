"""A query that every page asks, put into words once a person.

Django takes longer to word the query of what waits than a database takes to answer it. What stays the
same between two moments is kept; what moves with the clock is found by wording it for two moments.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from msgspec import Struct

MOST = 256  # of some 10 KB each
# Another day, hour, minute and second, wherever a time is cut off.
APART = timedelta(hours=40, minutes=7, seconds=3, microseconds=141)

Words = tuple[str, tuple[Any, ...]]
Make = Callable[[datetime], QuerySet[Any, Any]]


class Moves(Struct, frozen=True):
    """A time in a query: so long after the moment it is asked at. whole_day: a date."""

    after: timedelta
    whole_day: bool

    def at(self, now: datetime) -> Any:
        if self.whole_day:
            return connection.ops.adapt_datefield_value(now.date() + self.after)
        return connection.ops.adapt_datetimefield_value(now + self.after)


class Statement(Struct, frozen=True):
    """sql: with a place for each of `given`, which are values and `Moves`."""

    sql: str
    given: tuple[Any, ...]

    def rows(self, now: datetime) -> list[tuple[Any, ...]]:
        given = [one.at(now) if isinstance(one, Moves) else one for one in self.given]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, given)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


_known: dict[Hashable, Statement | None] = {}


def statement(key: Hashable, make: Make, now: datetime) -> Statement | None:
    """The query that `make` makes at any moment. None when something else than times differs between two.

    key  all that the query depends on but the moment
    """
    key = (connection.vendor, key)
    if key not in _known:
        if len(_known) >= MOST:
            _known.clear()
        _known[key] = _read(_worded(make, now), _worded(make, now + APART), now)
    return _known[key]


def _worded(make: Make, now: datetime) -> Words | None:
    """None for what cannot find anything."""
    try:
        sql, given = make(now).query.get_compiler(using=connection.alias).as_sql()
    except EmptyResultSet:
        return None
    return sql, tuple(given)


def _read(first: Words | None, second: Words | None, now: datetime) -> Statement | None:
    if first is None or second is None:
        return None
    (sql, given), (same, later) = first, second
    if sql != same or len(given) != len(later):
        return None
    pairs = zip(given, later, strict=True)
    told = tuple(one if one == other else _moving(one, other, now) for one, other in pairs)
    return None if None in told else Statement(sql, told)


def _moving(one: Any, other: Any, now: datetime) -> Moves | None:
    """What is `one` at a moment and `other` APART from it; None for what follows the clock in another way."""
    for moves in _guesses(one, now):
        if moves.at(now) == one and moves.at(now + APART) == other:
            return moves
    return None


def _guesses(one: Any, now: datetime) -> list[Moves]:
    """Databases are given times as such, or as texts."""
    try:
        at = datetime.fromisoformat(one) if isinstance(one, str) else one
    except ValueError:
        return []
    if not isinstance(at, date):
        return []
    if not isinstance(at, datetime):
        return [Moves(at - now.date(), whole_day=True)]
    moved = (at if at.tzinfo else at.replace(tzinfo=UTC)) - now
    return [Moves(moved, whole_day=False), Moves(at.date() - now.date(), whole_day=True)]
