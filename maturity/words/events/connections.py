"""Ways into AWS."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.words.events import Noun, named

NOUN = Noun(
    "connections",
    gettext_lazy("AWS connections"),
    {
        "connection.added": named("link", gettext_lazy("AWS connection %(name)s added by %(who)s")),
        "connection.changed": named("link", gettext_lazy("AWS connection %(name)s changed by %(who)s")),
        "connection.removed": named("block", gettext_lazy("AWS connection %(name)s removed by %(who)s")),
    },
)
