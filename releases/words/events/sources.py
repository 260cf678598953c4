"""Places that metrics are read from."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.words import Look
from maturity.words.events import Data, Noun, named


def _failing(data: Data, _by: str) -> Look:
    text = _("Metrics cannot be read from %(name)s") % {"name": data.get("name", "")}
    return Look("fail", "c-danger", text)


def _recovered(data: Data, _by: str) -> Look:
    text = _("Metrics are read from %(name)s again") % {"name": data.get("name", "")}
    return Look("ok", "c-ok", text)


NOUN = Noun(
    "sources",
    gettext_lazy("Sources of metrics"),
    {
        "source.added": named("plus", gettext_lazy("Source of metrics %(name)s added by %(who)s")),
        "source.changed": named("pulse", gettext_lazy("Source of metrics %(name)s changed by %(who)s")),
        "source.removed": named("minus", gettext_lazy("Source of metrics %(name)s removed by %(who)s")),
        "source.failing": _failing,
        "source.recovered": _recovered,
    },
)
