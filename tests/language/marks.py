"""Texts that were translated carry marks, so that those that were not stand out on a page.

`Bare` collects what a person sees or hears of a page outside the marks: text, titles, labels, placeholders.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser

import pytest
from django.utils import translation
from django.utils.translation import trans_real

from maturity.words import engine

OPEN, CLOSE = "⟦", "⟧"
SHOWN = (
    "title",
    "aria-label",
    "aria-description",
    "aria-roledescription",
    "alt",
    "placeholder",
    "label",
    "summary",
)
# What stands in these is code, or a name.
CODE = frozenset({"code", "pre", "kbd", "samp", "script", "style", "svg", "textarea"})
CLASSES = frozenset({"attr", "was", "is", "mono", "snip", "at", "commit", "lv", "name"})
VOID = frozenset(
    {"area", "base", "br", "circle", "col", "hr", "img", "input", "link", "meta", "path", "rect", "use"}
)
WORD = re.compile(r"[^\W\d_]{2,}")


@contextmanager
def marked(language: str = "zh-hans") -> Iterator[None]:
    """Everything that has a translation into this language is shown in it, between marks."""
    catalogue = trans_real.translation(language)._catalog  # type: ignore[attr-defined]

    def mark(text: str, said: str) -> str:
        known = said != text or text in catalogue
        return f"{OPEN}{said}{CLOSE}" if known and text else said

    def plural(one: str, many: str, number: int) -> str:
        said = trans_real.ngettext(one, many, number)
        return mark("" if said in (one, many) else one, said)

    read, spoken = engine._said, vars(translation)["_trans"]

    with pytest.MonkeyPatch.context() as patch, translation.override(language):
        put = {
            "gettext": lambda text: mark(text, trans_real.gettext(text)),
            "ngettext": plural,
            "pgettext": lambda context, text: mark(text, trans_real.pgettext(context, text)),
            "npgettext": lambda context, one, many, number: mark(
                one, trans_real.npgettext(context, one, many, number)
            ),
        }
        for name, function in put.items():
            patch.setattr(spoken, name, function, raising=False)
        patch.setattr(engine, "_said", lambda text, language: mark(text, read(text, language)))
        yield


class Bare(HTMLParser):
    """The texts of a page outside the marks, in order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self._depth = 0
        self._json = False
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        self.found += [text for name in SHOWN if (text := outside(given.get(name, "")))]
        if given.get("type") in ("submit", "button"):
            self.found += [outside(given.get("value", ""))]
        self._json = given.get("id") == "words"  # what the script of the page says
        code = (
            tag in CODE
            or given.get("translate") == "no"
            or bool(CLASSES & set(given.get("class", "").split()))
        )
        if tag not in VOID:
            self._open.append((tag, code))

    def handle_endtag(self, tag: str) -> None:
        if any(tag == one for one, _ in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._json:
            self._json = False
            self.found += [outside(text) for text in leaves(json.loads(data))]
        elif any(code for _, code in self._open):
            return
        elif text := self._bare(data):
            self.found.append(text)

    def _bare(self, data: str) -> str:
        """Marks may begin in one text and end in a later one, with tags between them."""
        kept = ""
        for char in data:
            self._depth += (char == OPEN) - (char == CLOSE)
            kept += " " if char == CLOSE else "" if self._depth else char
        return kept


def outside(text: str) -> str:
    depth, kept = 0, ""
    for char in text:
        depth += (char == OPEN) - (char == CLOSE)
        kept += " " if char == CLOSE else "" if depth else char
    return kept


def leaves(found: object) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict):
        yield from (text for value in found.values() for text in leaves(value))
    elif isinstance(found, list):
        yield from (text for value in found for text in leaves(value))
