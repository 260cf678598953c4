"""Where you are signed in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.sections import Section

SECTION = Section(
    "sessions",
    gettext_lazy("Sessions"),
    "history",
    "maturity:sessions",
    group="you",
    about=gettext_lazy("Where you are signed in."),
)
