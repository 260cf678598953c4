"""What people set for themselves."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.sections import Section

SECTION = Section(
    "me",
    gettext_lazy("Preferences"),
    "user",
    "maturity:me",
    group="you",
    about=gettext_lazy("Language, theme, time zone, keyboard shortcuts and saved filters."),
)
