"""Stacks, by a piece of their name or their folder."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from maturity import access
from maturity.finding import OF_EACH, Hit, Kind


def find(user: access.Person, q: str) -> Iterator[Hit]:
    found = access.stacks_for(user).present()
    for word in q.split():
        found = found.filter(Q(directory__icontains=word) | Q(name__icontains=word))
    told = found.order_by("directory", "name", "pk").values_list(
        "pk", "name", "directory", "repository__name"
    )
    for pk, name, directory, repository in told[:OF_EACH]:
        yield Hit("db", name or directory or ".", repository, reverse("maturity:stack", args=[pk]))


KIND = Kind(20, find)
