"""Break-glass, and the reviews it owes."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.words import Look
from maturity.words.events import Data, Noun, named


def _overridden(data: Data, by: str) -> Look:
    given = {"name": data.get("name", ""), "who": by, "why": data.get("reason", "")}
    text = _("%(name)s went without its gates, by %(who)s: %(why)s")
    return Look("bolt", "c-danger", text % given)


NOUN = Noun(
    "overrides",
    gettext_lazy("Emergency releases"),
    {
        "release.overridden": _overridden,
        "review.done": named("sign", gettext_lazy("%(name)s was reviewed afterwards by %(who)s")),
        "review.overdue": named(
            "warn", gettext_lazy("%(name)s went without its gates and was not reviewed within 24 hours")
        ),
    },
)
