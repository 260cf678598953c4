"""What happened, as one line of a history says it. One file here, or in another app's, is one noun."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from msgspec import Struct

from maturity import folders
from maturity.models import Event
from maturity.words import Look, Words

Data = Mapping[str, Any]
# Words for the data of an event and for whoever did it. "name" is its subject unless the data say otherwise;
# what was written long ago may lack what is written today.
Line = Callable[[Data, str], Look]


class Noun(Struct, frozen=True):
    """Kinds that belong together: a history can be narrowed to them."""

    key: str
    title: Words
    lines: dict[str, Line]


@cache
def nouns() -> tuple[Noun, ...]:
    return tuple(folders.members("words.events", "NOUN"))


@cache
def kinds() -> dict[str, Line]:
    """The line of each kind. That one has two fails at start-up."""
    found: dict[str, Line] = {}
    for noun in nouns():
        for kind, line in noun.lines.items():
            if found.setdefault(kind, line) is not line:
                raise ImportError(f"{kind} has words in two files")
    return found


def said(event: Event) -> Look:
    """The line of an event; its kind alone when there are no words for it."""
    words = kinds().get(event.kind)
    if words is None:
        return Look("history", "", event.kind)
    return words({"name": event.subject, **event.data}, _who(event))


def _who(event: Event) -> str:
    return str(event.actor) if event.actor else _("somebody")


def named(icon: str, text: Words) -> Line:
    """A line that needs nothing but the data's "name": gettext_lazy("Token %(name)s made by %(who)s")."""

    def words(data: Data, by: str) -> Look:
        return Look(icon, "", str(text) % {"name": data.get("name", ""), "who": by})

    return words
