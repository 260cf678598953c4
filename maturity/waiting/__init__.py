"""What waits for a person: each source is one file here, or in another app's `waiting`.

All sources together make two queries, whatever their number: one counts, one lists.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache, cached_property
from typing import Any

from django.db.models import Count, DateTimeField, Expression, F, IntegerField, Q, QuerySet, TextField, Value
from msgspec import Struct
from msgspec.structs import replace

from maturity import access, folders
from maturity.models import Role, User
from maturity.waiting._statements import statement

NOTHING = Q(pk__in=[])


class Row(Struct, frozen=True):
    """One thing that waits, as the query tells it. What `place` … `m` mean is the source's own business.

    source  the name of its file
    at      since when, or until when: the earliest comes first
    key     of the object it is about
    """

    source: str
    weight: int
    at: datetime
    key: int
    title: str
    place: str
    environment: str
    note: str
    n: int
    m: int


class Item(Struct, frozen=True, kw_only=True):
    """How one row reads: one line of reason with numbers, and one button.

    tags  words and their colour: "", "warn", "danger", "info"
    at    as `Row.at`, set for every source
    """

    icon: str
    colour: str = ""
    title: str
    url: str
    reason: str
    button: str
    tags: tuple[tuple[str, str], ...] = ()
    at: datetime | None = None


class Source(Struct, frozen=True, kw_only=True):
    """One kind of thing that may wait: `SOURCE` of its file.

    name     the name of the file
    weight   smaller comes first: 10 a broken SLO, 20 what expires, 30 sign-off, 40 destructive plan,
             50 drift, 60 and more what does not work
    found    all of it that this person may see at this moment
    least    the role in a team that can do something about it; None: `found` holds only what they can do
    team     the way to the team it concerns: "stack__repository__team"; "" where it concerns no team
    columns  `title` … `m` of `Row`, and `at`, as expressions; what is left out is "" or 0
    say      how one row reads now
    """

    name: str
    weight: int
    found: Callable[[User, datetime], QuerySet[Any]]
    least: Role | None = Role.ENGINEER
    team: str = ""
    columns: Mapping[str, Expression | F]
    say: Callable[[Row, datetime], Item]

    def waiting(self, user: User, now: datetime) -> QuerySet[Any]:
        """What waits for this person."""
        rows = self.found(user, now).order_by()
        if self.least is not None:
            rows = rows.filter(concern(user, self.least, self.team))
        return rows

    def of_teams(self, teams: Sequence[int] | None) -> Q:
        """Which of it concerns one of these teams; None: all of it does."""
        if teams is None:
            return Q()
        return Q((f"{self.team}__in", teams)) if self.team else NOTHING


class Standing(Struct, frozen=True):
    """What the top of a page says.

    drift    episodes that are open and not acknowledged
    news     the inbox holds something unread
    waiting  how many things wait for this person
    here     those that concern the teams that were asked about
    """

    drift: int = 0
    news: bool = False
    waiting: int = 0
    here: int = 0


def concern(user: User, least: Role, way: str) -> Q:
    """Where the person's own role reaches. Of an administrator it is not all they may do, lest it drown
    them: their teams like anybody's, and what has no team, which nobody else can do.
    """
    teams = user.teams_where(least)
    own = Q((f"{way}__in", teams)) if teams else NOTHING
    return own | Q((f"{way}__isnull", True)) if user.is_superuser else own


@cache
def all_sources() -> dict[str, Source]:
    return {source.name: source for source in folders.members("waiting", "SOURCE")}


class Waiting:
    """What waits for a person at one moment: counted in one query, and listed in another that
    asks only where something was counted.

    teams  those a page was asked about: their ids, or a query for them; None: all of it
    """

    def __init__(self, user: User, now: datetime, teams: Sequence[int] | None = None) -> None:
        self._user, self._now, self._teams = user, now, teams

    def standing(self) -> Standing:
        """In one query, which every page of a signed-in person makes."""
        counts = self._counts
        waiting = [counts[name] for name in all_sources()]
        count, here = (sum(some) for some in zip(*waiting, strict=True))
        return Standing(counts["drift"][0], counts["news"][0] > 0, count, here)

    def items(self, *, start: int = 0, count: int) -> list[Item]:
        """The most pressing of what waits, in one query, and in none where nothing does."""
        parts = [_columns(source, rows.filter(here)) for source, rows, here in self._pressing(start + count)]
        if not parts:
            return []
        found = parts[0].union(*parts[1:], all=True).order_by("w_weight", "w_at", "w_key")
        rows, sources = [_row(told) for told in found[start : start + count]], all_sources()
        return [replace(sources[row.source].say(row, self._now), at=row.at) for row in rows]

    @cached_property
    def _counts(self) -> Mapping[str, tuple[int, int]]:
        """Of each source, of "drift" and of "news": how many there are, and how many of them are here."""
        user, teams = self._user, self._teams
        kept = user.kept_state() if teams is None or isinstance(teams, list) else None
        known = None
        if kept is not None:
            key = (kept, None if teams is None else tuple(teams))
            known = statement(key, lambda now: _counting(user, now, teams), self._now)
        rows = known.rows(self._now) if known else _told(_counting(user, self._now, teams))
        counts = {name: (count, here) for name, count, here in rows}
        return defaultdict(lambda: (0, 0), counts)

    def _pressing(self, most: int) -> Iterator[tuple[Source, QuerySet[Any], Q]]:
        """The sources that so many come from: the others take as long to ask, and are not shown."""
        found = weight = 0
        for source in sorted(all_sources().values(), key=lambda one: one.weight):
            if found >= most and source.weight > weight:
                return
            if number := self._counts[source.name][1]:
                yield source, source.waiting(self._user, self._now), source.of_teams(self._teams)
                found, weight = found + number, source.weight


def _counting(user: User, now: datetime, teams: Sequence[int] | None) -> QuerySet[Any, dict[str, Any]]:
    drift = _counted("drift", access.episodes_for(user).alarming(now))
    news = _counted("news", User.objects.filter(access.has_news(user), pk=user.pk))
    parts = [
        _counted(one.name, one.waiting(user, now), one.of_teams(teams)) for one in all_sources().values()
    ]
    return drift.union(news, *parts, all=True)


def _told(counting: QuerySet[Any, dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(one["w_name"], one["w_n"], one["w_here"]) for one in counting]


def _counted(name: str, rows: QuerySet[Any], here: Q = NOTHING) -> QuerySet[Any, dict[str, Any]]:
    """One row: a name, how many there are, and how many of them are `here`. `rows` are in no order."""
    named = rows.values(w_name=Value(name, TextField()))
    counted: QuerySet[Any, dict[str, Any]] = named.annotate(w_n=Count("pk"), w_here=Count("pk", filter=here))
    return counted


def _columns(source: Source, rows: QuerySet[Any]) -> QuerySet[Any, dict[str, Any]]:
    nothing, zero = Value("", TextField()), Value(0, IntegerField())
    columns: dict[str, Any] = {
        "source": Value(source.name, TextField()), "weight": Value(source.weight, IntegerField()),
        "at": Value(None, DateTimeField()), "key": F("pk"), "title": nothing, "place": nothing,
        "environment": nothing, "note": nothing, "n": zero, "m": zero,
    }  # fmt: skip
    columns.update(source.columns)
    return rows.values(**{f"w_{name}": column for name, column in columns.items()})


def _row(told: Mapping[str, Any]) -> Row:
    return Row(**{name.removeprefix("w_"): value for name, value in told.items()})
