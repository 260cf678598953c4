"""What comes from the environment, to look at."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.sections import Section

SECTION = Section(
    "environment",
    gettext_lazy("Environment"),
    "pulse",
    "maturity:settings_environment",
    group="organisation",
    admin=True,
    about=gettext_lazy("What the servers were started with, which versions run, and whether workers live."),
)
