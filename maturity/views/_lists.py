"""Rows of repositories, with the level each had over the last 90 days."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from msgspec import Struct

from maturity.charts import Point, Span, last_days
from maturity.forms import RepositoryFilter, in_states
from maturity.models import Assessment, Repository
from maturity.models.repositories import RepositoryQuerySet

DAYS = 90
PAGE = 50


class Row(Struct, frozen=True):
    repository: Repository
    points: list[Point]


class Page(Struct, frozen=True):
    """`following` and `previous` are query strings, or "" at the ends. `focus`: rows put under others."""

    rows: list[Row]
    span: Span
    following: str
    previous: str
    number: int

    @property
    def focus(self) -> bool:
        return self.number > 1


def level_at(moment: datetime) -> Subquery:
    """The level a repository had at this moment: null when it had none or was not known yet."""
    before = Assessment.objects.filter(repository=OuterRef("pk"), since__lte=moment)
    return Subquery(before.by_time().reverse().values("level")[:1])


def page(
    asked: RepositoryFilter,
    repositories: RepositoryQuerySet,
    number: int,
    now: datetime,
    fresh_since: datetime,
) -> Page:
    """One page of what the filter leaves, in default order."""
    span = last_days(now, DAYS)
    found = (
        asked.narrow(repositories, fresh_since).in_default_order().annotate(level_then=level_at(span.start))
    )
    start = (number - 1) * PAGE
    shown = list(found.select_related("team")[start : start + PAGE + 1])
    rows = _rows(shown[:PAGE], span)
    return Page(
        rows, span, number=number,
        following=asked.query(page=number + 1) if len(shown) > PAGE else "",
        previous=asked.query(page=number - 1) if number > 1 else "",
    )  # fmt: skip


def _rows(repositories: list[Repository], span: Span) -> list[Row]:
    later: dict[int, list[Point]] = defaultdict(list)
    changes = Assessment.objects.filter(repository__in=[one.pk for one in repositories], since__gt=span.start)
    for pk, at, level in changes.by_time().values_list("repository_id", "since", "level"):
        later[pk].append(Point(at, level))
    return [Row(one, [*_carried(one, span), *later[one.pk]]) for one in repositories]


def _carried(repository: Repository, span: Span) -> list[Point]:
    level: int | None = getattr(repository, "level_then", None)
    return [] if level is None else [Point(span.start, level)]


class Standing(Struct, frozen=True):
    """How many repositories stand on which level, today and 90 days ago, without those that have none.

    states  how many are in each of `forms.STATES`
    """

    total: int
    now: dict[int, int]
    then: dict[int, int]
    states: dict[str, int]

    def below(self, level: int) -> int:
        return sum(count for reached, count in self.now.items() if reached < level)

    def at_least(self, level: int) -> int:
        return sum(count for reached, count in self.now.items() if reached >= level)

    def gained(self, level: int) -> int:
        """How many more have it than 90 days ago; less than 0 when there are fewer."""
        return self.at_least(level) - sum(count for reached, count in self.then.items() if reached >= level)


def standing(repositories: RepositoryQuerySet, now: datetime, fresh_since: datetime) -> Standing:
    """All of it in one query: a row for each pair of a level today and a level then."""
    states = in_states(fresh_since)
    then = repositories.order_by().annotate(then=level_at(now - timedelta(days=DAYS)))
    counted = {name: Count("pk", filter=where) for name, where in states.items()}
    found = then.values("level", "then").annotate(n=Count("pk"), **counted)
    rows: list[Mapping[str, Any]] = list(found)
    return Standing(
        sum(row["n"] for row in rows), _by(rows, "level"), _by(rows, "then"),
        {name: sum(row[name] for row in rows) for name in states},
    )  # fmt: skip


def _by(rows: Iterable[Mapping[str, Any]], column: str) -> dict[int, int]:
    found: Counter[int] = Counter()
    for row in rows:
        if row[column] is not None:
            found[row[column]] += row["n"]
    return dict(found)
