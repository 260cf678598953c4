"""Messages that wait, and those that did not arrive."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.models import Role
from maturity.sections import Section

SECTION = Section(
    "outbox",
    gettext_lazy("Outbox"),
    "history",
    "maturity:outbox",
    group="team",
    least=Role.LEAD,
    about=gettext_lazy("Messages that wait, and those that did not arrive."),
)
