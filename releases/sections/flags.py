"""What can be switched without a release."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.models import Role
from maturity.sections import Section

SECTION = Section(
    "flags",
    gettext_lazy("Feature flags"),
    "flag",
    "releases:flags",
    group="team",
    least=Role.VIEWER,
    about=gettext_lazy("What can be switched without a release, how it stands where, and what is stale."),
)
