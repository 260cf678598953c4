"""Tokens of machines."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.words.events import Noun, named

NOUN = Noun(
    "tokens",
    gettext_lazy("Tokens"),
    {
        "token.created": named("lock", gettext_lazy("Token %(name)s made by %(who)s")),
        "token.revoked": named("block", gettext_lazy("Token %(name)s revoked by %(who)s")),
    },
)
