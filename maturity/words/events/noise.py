"""Rules about what is not drift."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.words import Look, Words
from maturity.words.events import Data, Line, Noun


def _rule(text: Words) -> Line:
    def words(data: Data, by: str) -> Look:
        what = f"{data.get('address', '')} {data.get('attribute', '')}".strip()
        return Look("skip", "", str(text) % {"what": what, "who": by})

    return words


NOUN = Noun(
    "noise",
    gettext_lazy("Noise rules"),
    {
        "noise.added": _rule(gettext_lazy("Noise rule for %(what)s added by %(who)s")),
        "noise.removed": _rule(gettext_lazy("Noise rule for %(what)s removed by %(who)s")),
    },
)
