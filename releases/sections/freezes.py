"""When nothing goes anywhere."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.models import Role
from maturity.sections import Section

SECTION = Section(
    "freezes",
    gettext_lazy("Freeze windows"),
    "pause",
    "releases:freezes",
    group="team",
    least=Role.VIEWER,
    about=gettext_lazy("Times in which nothing goes to Stage or Prod."),
)
