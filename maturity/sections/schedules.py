"""When things are looked at."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.models import Role
from maturity.sections import Section

SECTION = Section(
    "schedules",
    gettext_lazy("Schedules"),
    "clock",
    "maturity:settings_schedules",
    group="team",
    least=Role.LEAD,
    about=gettext_lazy("When repositories are scanned, and stacks checked that Rungs plans itself."),
)
