"""Who belongs together, and may do what."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.sections import Section

SECTION = Section(
    "teams",
    gettext_lazy("Teams"),
    "users",
    "maturity:teams",
    group="team",
    about=gettext_lazy("Members and their roles, and which repositories are whose."),
)
