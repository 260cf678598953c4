"""What is released."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.models import Role
from maturity.sections import Section

SECTION = Section(
    "applications",
    gettext_lazy("Applications"),
    "release",
    "releases:applications",
    group="team",
    least=Role.VIEWER,
    about=gettext_lazy("What is released: its repository, its stacks and services, and who is called."),
)
