"""The newest Events of some repositories: the ends of their histories, merged.

Walking back through everybody's for a quiet team would take as long as there is history.
"""

from __future__ import annotations

from heapq import nlargest
from typing import Any

from django.db.models import OuterRef, Subquery

from maturity.models.events import EventQuerySet
from maturity.models.repositories import RepositoryQuerySet


def ends(
    history: EventQuerySet, mine: RepositoryQuerySet, beside: EventQuerySet, most: int, *order: str
) -> list[int]:
    """Keys of the newest, so many at most: of what `history` has of repositories that are `mine`, and of
    what is `beside` them.

    order  the columns that say which is newer; the last one is the key

    They are picked here. Asked for the newest fifty, PostgreSQL walks back, as if they came soon.
    """
    parts = [history.filter(repository__in=mine.order_by().values("pk")), beside]
    since = _floor(history, mine, most, order[0])
    if since is not None:
        parts = [part.filter((f"{order[0]}__gte", since)) for part in parts]
    first, second = (part.order_by().values_list(*order) for part in parts)
    return [row[-1] for row in nlargest(most, first.union(second, all=True))]


def _floor(history: EventQuerySet, mine: RepositoryQuerySet, most: int, column: str) -> Any:
    """Where nothing older is among the newest: one repository has so many since then, or so many have one.

    No more than `most` of each of `most` repositories are left. None: none has so many, and few have any.
    """
    theirs = history.filter(repository=OuterRef("pk")).order_by(f"-{column}").values(column)
    told = list(mine.order_by().values_list(Subquery(theirs[:1]), Subquery(theirs[most - 1 : most])))
    newest = nlargest(most, (first for first, _deep in told if first is not None))
    floors = [deep for _first, deep in told if deep is not None] + newest[most - 1 :]
    return max(floors, default=None)
