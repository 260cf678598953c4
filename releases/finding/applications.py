"""Applications, by a piece of their name."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from maturity.access import Person
from maturity.finding import OF_EACH, Hit, Kind
from releases import access


def find(user: Person, q: str) -> Iterator[Hit]:
    found = access.applications_for(user)
    for word in q.split():
        found = found.filter(name__icontains=word)
    for name, slug in found.order_by("name").values_list("name", "slug")[:OF_EACH]:
        yield Hit("release", name, _("application"), reverse("releases:application", args=[slug]))


KIND = Kind(24, find)
