"""Teams, by a piece of their name."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from maturity import access
from maturity.finding import OF_EACH, Hit, Kind


def find(user: access.Person, q: str) -> Iterator[Hit]:
    found = access.teams_for(user)
    for word in q.split():
        found = found.filter(name__icontains=word)
    for name, slug in found.order_by("name").values_list("name", "slug")[:OF_EACH]:
        yield Hit("users", name, _("team"), reverse("maturity:team", args=[slug]))


KIND = Kind(40, find)
