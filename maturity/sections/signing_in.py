"""Your password, second factor, keys and recovery codes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.sections import Section

SECTION = Section(
    "signing_in",
    gettext_lazy("Signing in"),
    "shield",
    "mfa_index",
    group="you",
    about=gettext_lazy("Your password, second factor, keys and recovery codes."),
)
