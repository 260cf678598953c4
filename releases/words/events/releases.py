"""Releases: how they came to be, and how they moved."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.words.events import Noun, named

NOUN = Noun(
    "releases",
    gettext_lazy("Releases"),
    {
        "release.opened": named("release", gettext_lazy("%(name)s opened by %(who)s")),
        "release.ready": named("ok", gettext_lazy("%(name)s passed its checks and waits for sign-off")),
        "release.approved": named("ok", gettext_lazy("%(name)s is signed off and may start")),
        "release.unsettled": named("warn", gettext_lazy("%(name)s fell back: something it needs was lost")),
    },
)
