"""What happened, and who did it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.sections import Section

SECTION = Section(
    "activity",
    gettext_lazy("Activity"),
    "history",
    "maturity:activity",
    group="you",
    about=gettext_lazy("Everything that happened where you may look, and who did it."),
)
