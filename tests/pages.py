"""What a person finds on a page: its words, where its links lead, and what its forms send."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.test import Client

from maturity.models import User

SILENT = frozenset({"script", "style", "template", "title", "dialog", "noscript"})
VOID = frozenset({"input", "img", "meta", "link", "br", "hr", "use", "path", "circle", "rect"})


INLINE = frozenset({"a", "b", "code", "time", "small"})


class Page(HTMLParser):
    """`text` has single spaces. `links` maps the words of a link to its address; the first one wins."""

    def __init__(self, response: Any) -> None:
        super().__init__(convert_charrefs=True)
        self.status: int = response.status_code
        self.html: str = response.content.decode()
        self.links: dict[str, str] = {}
        self.actions: list[str] = []
        self.ids: set[str] = set()
        self._open: list[str] = []
        self._words: list[str] = []
        self._link: tuple[str, list[str]] | None = None
        self.feed(self.html)

    @property
    def text(self) -> str:
        return " ".join("".join(self._words).split())

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        self._part(tag)
        self.ids |= {given["id"]} if "id" in given else set()
        if tag == "a":
            self._link = (given.get("href", ""), [])
        if tag == "form" and given.get("method", "").lower() == "post":
            self.actions.append(given.get("action", ""))
        if tag not in VOID:
            self._open.append(tag)

    def _part(self, tag: str) -> None:
        if tag not in INLINE:
            self._words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._part(tag)
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if tag == "a" and self._link:
            self.links.setdefault(" ".join(" ".join(self._link[1]).split()), self._link[0])
            self._link = None

    def handle_data(self, data: str) -> None:
        if not SILENT & set(self._open):
            self._words.append(data)
        if self._link:
            self._link[1].append(data)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def get(client: Client, address: str, **headers: str) -> Page:
    return Page(client.get(address, headers=headers))


def fragment(client: Client, address: str, target: str) -> Page:
    """What htmx is given for the part of a page it wants to replace."""
    return get(client, address, **{"HX-Request": "true", "HX-Target": target})
