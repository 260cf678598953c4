"""Evidence that was handed out."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.words.events import Noun, named

NOUN = Noun(
    "evidence",
    gettext_lazy("Evidence"),
    {"evidence.exported": named("download", gettext_lazy("Evidence of %(name)s taken by %(who)s"))},
)
