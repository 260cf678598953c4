"""Pipelines open releases and tell what they know about them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.verbs import Verb

VERB = Verb(
    "release",
    gettext_lazy("Open releases, send evidence"),
    gettext_lazy("For pipelines: new versions, what they checked, what they deployed, and states of flags."),
)
