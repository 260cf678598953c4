"""The newest Events of some repositories: the ends of their histories, merged.

Walking back through everybody's for a quiet team would take as long as there is history.
"""

from __future__ import annotations

from heapq import nlargest
from typing import Any

from django.db.models import OuterRef, Subquery

from maturity.models.events import EventQuerySet
from maturity.models.repositories import RepositoryQuerySet

SOME = 8  # of fifty: neither one nor all of them


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
    return [row[-1] for row in nlargest(most, first.union(second))]


def _floor(history: EventQuerySet, mine: RepositoryQuerySet, most: int, column: str) -> Any:
    """Where nothing older is among the newest, for so many came since: one each of many repositories, some
    each of several, or all of them of one. None: there are fewer in all of these ways.
    """
    theirs = history.filter(repository=OuterRef("pk")).order_by(f"-{column}").values(column)
    depths = sorted({1, min(SOME, most), most})
    told = list(mine.order_by().values_list(*(Subquery(theirs[depth - 1 : depth]) for depth in depths)))
    floors: list[Any] = []
    for depth, found in zip(depths, zip(*told, strict=True), strict=False):
        rank = -(-most // depth)
        floors += nlargest(rank, (one for one in found if one is not None))[rank - 1 :]
    return max(floors, default=None)
