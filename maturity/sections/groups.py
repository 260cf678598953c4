"""Roles for groups of the identity provider."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.sections import Section

SECTION = Section(
    "groups",
    gettext_lazy("Groups"),
    "users",
    "maturity:groups",
    group="organisation",
    admin=True,
    about=gettext_lazy("Roles for groups of the identity provider."),
)
