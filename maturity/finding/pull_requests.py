"""Open pull requests, by title or number; they lead to their host."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from maturity import access
from maturity.finding import OF_EACH, Hit, Kind
from maturity.models import PullRequest


def find(user: access.Person, q: str) -> Iterator[Hit]:
    found = access.pull_requests_for(user).open().select_related("repository")
    for word in q.split():
        found = found.filter(Q(title__icontains=word) | Q(number=_number(word)))
    for pull in found.newest_first()[:OF_EACH]:
        yield Hit("pr", pull.title or str(pull), f"{pull.repository.name}#{pull.number}", _leads_to(pull))


def _number(word: str) -> int:
    number = word.removeprefix("#")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0


def _leads_to(pull: PullRequest) -> str:
    return pull.url if pull.url.startswith(("https://", "http://")) else reverse("maturity:plans")


KIND = Kind(30, find)
