"""Repositories, by a piece of their name or of their team's."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from maturity import access
from maturity.finding import OF_EACH, Hit, Kind


def find(user: access.Person, q: str) -> Iterator[Hit]:
    found = access.repositories_for(user).matching(q).order_by("name").values_list("name", "level")
    for name, level in found[:OF_EACH]:
        yield Hit(
            "repo", name, "" if level is None else f"L{level}", reverse("maturity:repository", args=[name])
        )


KIND = Kind(10, find)
