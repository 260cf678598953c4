"""People, by a piece of their name; they lead to the drift that is theirs."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from maturity import access
from maturity.finding import OF_EACH, Hit, Kind


def find(user: access.Person, q: str) -> Iterator[Hit]:
    found = access.people_for(user)
    for word in q.split():
        named = Q(first_name__icontains=word) | Q(last_name__icontains=word)
        found = found.filter(Q(username__icontains=word) | named)
    for one in found.order_by("username").only("username", "first_name", "last_name")[:OF_EACH]:
        address = f"{reverse('maturity:drift')}?{urlencode({'owner': one.username})}"
        yield Hit("user", one.get_full_name() or one.username, one.username, address)


KIND = Kind(50, find)
