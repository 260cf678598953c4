"""Logins of Rungs itself on hosts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.words.events import Noun, named

NOUN = Noun(
    "logins",
    gettext_lazy("Logins for hosts"),
    {
        "login.added": named("lock", gettext_lazy("Login for %(name)s added by %(who)s")),
        "login.replaced": named("lock", gettext_lazy("Login for %(name)s replaced by %(who)s")),
        "login.removed": named("block", gettext_lazy("Login for %(name)s removed by %(who)s")),
    },
)
