"""What the page of an import shows: what may be chosen, or how far it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from msgspec import Struct

from maturity import access
from maturity.actions.imports import counts
from maturity.actions.repositories import connected_at
from maturity.forms.imports import ItemFilter
from maturity.models import Import, ImportItem
from maturity.views._http import HtmxHttpRequest, person, pk_of

PAGE = 200
TOPICS = 40
FAILED = 100
POLL_SECONDS = 2


class Line(Struct, frozen=True):
    """known: connected already, as this; "" when it is by a team whose repositories may not be seen."""

    item: ImportItem
    known: str | None = None


def choice(request: HtmxHttpRequest, found: Import) -> dict[str, Any]:
    user = person(request)
    asked = ItemFilter(request.POST or request.GET)
    matching = asked.narrow(found.items.all()).order_by("name")
    number = max(pk_of((request.POST or request.GET).get("page", "")), 1)
    start = min(number - 1, 1000) * PAGE
    shown = list(matching[start : start + PAGE + 1])
    kept = {name: value for name, value in asked.cleaned_data.items() if value}
    return {
        "counts": counts(found),
        "asked": asked,
        "matching": matching.count(),
        "lines": _lines(user, shown[:PAGE]),
        "number": number,
        "previous": urlencode({**kept, "page": number - 1}) if number > 1 else "",
        "following": urlencode({**kept, "page": number + 1}) if len(shown) > PAGE else "",
        "topics": _topics(found.items.values_list("topics", flat=True)),
        "teams": access.teams_led(user),
        "free": user.is_superuser,
    }


def _lines(user: access.Person, items: Iterable[ImportItem]) -> list[Line]:
    """One query for what is connected, and one for what of it may be seen."""
    items = list(items)
    urls = [url for one in items for url in (one.url, f"{one.url}.git")]
    known = connected_at(one.url for one in items)
    seen = access.repositories_for(user).filter(url__in=urls).values_list("url", "name")
    names = {url.removesuffix(".git"): name for url, name in seen}
    return [Line(one, names.get(one.url, "") if one.url in known else None) for one in items]


def _topics(given: Iterable[list[str]]) -> list[tuple[str, int]]:
    return Counter(topic for topics in given for topic in topics).most_common(TOPICS)


def progress(found: Import) -> dict[str, Any]:
    failed = found.items.filter(chosen=True, done_at=None).exclude(error="").order_by("name")
    return {"import": found, "counts": counts(found), "failed": failed[:FAILED], "every": POLL_SECONDS}
