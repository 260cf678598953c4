"""Goes wherever the links, fragments and forms of a house lead, and keeps what it met."""

from __future__ import annotations

import json
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, URLResolver, get_resolver, resolve, reverse

from tests.language.marks import Bare, leaves, outside

# Machines read these, they are Django's own, or for those who work on the pages.
ASIDE = (
    "/admin/",
    "/api/",
    "/static/",
    "/hooks/",
    "/healthz",
    "/readyz",
    "/metrics",
    "/states/",
    "/language/",
)
# They ask the outside, or sign out: what they answer is seen where they are tested.
NOT_SENT = frozenset(
    {"maturity:check_aws", "maturity:check_login", "maturity:test_channel", "account_logout", "account_login"}
)
VISITS = 2  # of each page with the same parameters
LINK = re.compile(r'\b(href|hx-get|hx-post)="([^"]+)"')
FORM = re.compile(r'<form\b[^>]*\bmethod="post"[^>]*>.*?</form>', re.DOTALL)
ACTION = re.compile(r'<form\b[^>]*\baction="([^"]*)"')
FIELD = re.compile(r'\bname="([^"]+)"')
SILLY = "x" * 3_000


def names(resolver: URLResolver | None = None, space: str = "", path: str = "/") -> Iterator[str]:
    """Every page that has a name, with its namespaces."""
    for one in (resolver or get_resolver()).url_patterns:
        below = path + str(one.pattern)
        if below.startswith(ASIDE):
            continue
        if isinstance(one, URLResolver):
            yield from names(one, f"{space}{one.namespace}:" if one.namespace else space, below)
        elif one.name:
            yield f"{space}{one.name}"


class Crawler:
    """`found` are the texts that were not translated, each with the address it was met at first."""

    def __init__(self, client: Client, more: Iterable[str] = ()) -> None:
        self.found: dict[str, str] = {}
        self.visited: set[str] = set()
        self.broken: list[tuple[int, str]] = []
        self._client = client
        self._times: Counter[Any] = Counter()
        self._todo = deque([*((address, "told") for address in more), *((one, "href") for one in plain())])

    def run(self) -> Crawler:
        while self._todo:
            self._visit(*self._todo.popleft())
        return self

    def _visit(self, address: str, kind: str) -> None:
        parts = urlsplit(urldefrag(address)[0])
        if kind == "hx-post":
            self._send(address, 'name="url" name="cron"')
        elif not self._met(parts.netloc, parts.path, tuple(sorted(parse_qs(parts.query))), kind):
            headers = {"HX-Request": "true", "HX-Target": "part"} if kind == "hx-get" else {}
            self._read(address, self._client.get(address, headers=headers))

    def _met(self, host: str, path: str, *how: Any) -> bool:
        """Whether it is no page of this house, or was seen often enough."""
        if host or path.startswith(ASIDE):
            return True
        name = resolve(path).view_name
        self.visited.add(name)
        if name in NOT_SENT and how == ("sent",):
            return True
        self._times[name, how] += 1
        return self._times[name, how] > VISITS and "told" not in how

    def _read(self, address: str, response: Any) -> None:
        if response.status_code >= 500:
            self.broken.append((response.status_code, address))
        self._keep(address, leaves(json.loads(response.headers.get("HX-Trigger", "[]"))))
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            return
        html = response.content.decode()
        for text in Bare(html).found:
            self.found.setdefault(text, address)
        for kind, link in LINK.findall(html):
            self._todo.append((urljoin(address, unescape(link)), kind))
        for form in FORM.findall(html):
            action = ACTION.search(form)
            self._send(urljoin(address, unescape(action[1])) if action else address, form)

    def _keep(self, address: str, texts: Iterable[str]) -> None:
        for text in texts:
            self.found.setdefault(outside(text), address)

    def _send(self, address: str, form: str) -> None:
        """Empty, then with nonsense in every field: a refusal is read, and what took it is undone."""
        if self._met(urlsplit(address).netloc, urlsplit(address).path, "sent"):
            return
        for given in ({}, dict.fromkeys(FIELD.findall(form), SILLY)):
            with transaction.atomic():
                self._read(address, self._client.post(address, given))
                transaction.set_rollback(True)


def plain() -> Iterator[str]:
    for name in names():
        try:
            yield reverse(name)
        except NoReverseMatch:
            continue
