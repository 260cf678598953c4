"""What does not count as drift."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.models import Role
from maturity.sections import Section

SECTION = Section(
    "noise",
    gettext_lazy("Noise rules"),
    "skip",
    "maturity:settings_noise",
    group="team",
    least=Role.LEAD,
    about=gettext_lazy("Drift that needs nobody: which, why, and until when."),
)
