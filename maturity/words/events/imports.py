"""Imports of many repositories."""

from __future__ import annotations

from django.utils.translation import gettext_lazy, ngettext

from maturity.words import Look, grouped
from maturity.words.events import Data, Noun, named


def _started(data: Data, by: str) -> Look:
    number = int(data.get("number") or 0)
    text = ngettext(
        "%(n)s repository of %(name)s chosen by %(who)s",
        "%(n)s repositories of %(name)s chosen by %(who)s",
        number,
    )
    return Look("import", "", text % {"n": grouped(number), "name": data.get("name", ""), "who": by})


NOUN = Noun(
    "imports",
    gettext_lazy("Imports"),
    {
        "import.requested": named("search", gettext_lazy("Repositories of %(name)s listed for %(who)s")),
        "import.started": _started,
    },
)
