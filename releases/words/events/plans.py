"""The plans that releases stand for."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.words.events import Noun, named

NOUN = Noun(
    "plans",
    gettext_lazy("Plans of releases"),
    {"plans.bound": named("plan", gettext_lazy("The plans of %(name)s changed"))},
)
