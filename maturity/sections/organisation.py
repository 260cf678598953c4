"""What holds for everybody here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.sections import Section

SECTION = Section(
    "organisation",
    gettext_lazy("Organisation"),
    "settings",
    "maturity:settings_organisation",
    group="organisation",
    admin=True,
    about=gettext_lazy("Who may look, second factors, and from when on something is out of date."),
)
