"""Search: repositories, stacks and open pull requests by a piece of their name."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET
from msgspec import Struct

from maturity import access
from maturity.models import PullRequest
from maturity.models.repositories import RepositoryQuerySet
from maturity.views._http import HtmxHttpRequest, varied, wants_fragment

LONGEST = 200
OF_EACH = 8


class Hit(Struct, frozen=True):
    icon: str
    name: str
    note: str
    url: str


@access.login
@require_GET
def find(request: HtmxHttpRequest) -> HttpResponse:
    """A page of hits, or the list under the search box."""
    q = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    repositories = access.repositories_for(request.user)
    user = request.user
    hits = [*_repositories(repositories, q), *_stacks(user, q), *_pull_requests(user, q)] if q else []
    template = "maturity/_hits.html" if wants_fragment(request, "hits") else "maturity/find.html"
    return varied(render(request, template, {"hits": hits, "q": q}))


def _repositories(repositories: RepositoryQuerySet, q: str) -> list[Hit]:
    found = repositories.matching(q).order_by("name").values_list("name", "level")[:OF_EACH]
    return [Hit("repo", name, "" if level is None else f"L{level}", _page(name)) for name, level in found]


def _stacks(user: access.Person, q: str) -> list[Hit]:
    found = access.stacks_for(user).present().select_related("repository")
    for word in q.split():
        found = found.filter(Q(directory__icontains=word) | Q(name__icontains=word))
    return [
        Hit("db", stack.label, stack.repository.name, reverse("maturity:stack", args=[stack.pk]))
        for stack in found.order_by("directory", "name", "pk")[:OF_EACH]
    ]


def _pull_requests(user: access.Person, q: str) -> list[Hit]:
    """Open ones, by title or number; they lead to their host."""
    found = access.pull_requests_for(user).open().select_related("repository")
    for word in q.split():
        found = found.filter(Q(title__icontains=word) | Q(number=_number(word)))
    return [
        Hit("pr", pull.title or str(pull), f"{pull.repository.name}#{pull.number}", _leads_to(pull))
        for pull in found.newest_first()[:OF_EACH]
    ]


def _number(word: str) -> int:
    number = word.removeprefix("#")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0


def _leads_to(pull: PullRequest) -> str:
    return pull.url if pull.url.startswith(("https://", "http://")) else reverse("maturity:plans")


def _page(name: str) -> str:
    return reverse("maturity:repository", args=[name])
