"""What has to hold before something is released."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.models import Role
from maturity.sections import Section

SECTION = Section(
    "templates",
    gettext_lazy("Checklists"),
    "check",
    "releases:templates",
    group="team",
    least=Role.VIEWER,
    about=gettext_lazy("What has to hold before a version goes to Prod, and who has to agree."),
)
