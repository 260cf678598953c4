"""Saved filters above a list."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from msgspec import Struct

from maturity import access
from maturity.forms import RepositoryFilter
from maturity.forms.drift import DriftFilter
from maturity.forms.filters import PlanFilter, TeamFilter
from maturity.models import SavedFilter
from maturity.views._http import person

# Other apps add theirs.
LISTS: dict[str, type[TeamFilter]] = {
    "maturity:repositories": RepositoryFilter,
    "maturity:drift": DriftFilter,
    "maturity:plans": PlanFilter,
}


class Saved(Struct, frozen=True):
    """One link. `current`: what it asks for is what the page shows."""

    pk: int
    name: str
    url: str
    current: bool = False


class Shelf(Struct, frozen=True):
    """The links of one list. `query`: what the page shows, when that could be saved; else ""."""

    page: str
    links: list[Saved]
    query: str


def canonical(page: str, query: str) -> str:
    """Only what the list of this page understands: what was saved is trusted no more than an address."""
    return LISTS[page](QueryDict(query)).query()


def address(page: str, query: str) -> str:
    return reverse(page) + (f"?{query}" if query else "")


def link(row: SavedFilter, shown: str = "") -> Saved:
    query = canonical(row.page, row.query)
    return Saved(row.pk, row.name, address(row.page, query), bool(query) and query == shown)


def saved(request: HttpRequest, page: str, asked: TeamFilter) -> Shelf:
    shown = asked.query()
    rows = access.saved_filters_for(person(request)).filter(page=page)
    links = [link(row, shown) for row in rows.order_by("name")]
    return Shelf(page, links, "" if any(one.current for one in links) else shown)
