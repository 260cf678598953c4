"""Freeze windows."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.words.events import Noun, named

NOUN = Noun(
    "freezes",
    gettext_lazy("Freeze windows"),
    {
        "freeze.added": named("pause", gettext_lazy("Freeze window %(name)s added by %(who)s")),
        "freeze.ended": named("play", gettext_lazy("Freeze window %(name)s ended by %(who)s")),
        "freeze.removed": named("block", gettext_lazy("Freeze window %(name)s removed by %(who)s")),
    },
)
