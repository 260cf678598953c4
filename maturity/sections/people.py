"""Who has an account, who is invited, and how somebody gets back in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.sections import Section

SECTION = Section(
    "people",
    gettext_lazy("People"),
    "users",
    "maturity:people",
    group="organisation",
    admin=True,
    about=gettext_lazy("Who has an account, who is invited, and how somebody gets back in."),
)
