"""Feature flags in AppConfig."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from maturity.core.state.permissions import Statement, allow
from maturity.rights import Asked, Part, Right
from releases.rights._flags import places


def _statements(asked: Asked) -> list[Statement]:
    """All applications of the account: addresses are made of ids, and what a person typed may be names."""
    found = places(asked, "appconfig")
    return [allow(PART.actions, f"{asked.at('appconfig')}:application/*")] if found else []


PART = Part(
    place=130,
    client="appconfigdata",
    title=_("AppConfig"),
    when=_("flags of an application that are read from AppConfig"),
    without=_("States of these flags are unknown."),
    rights=(
        Right("appconfig:StartConfigurationSession", _("To ask for a profile, as a service does")),
        Right("appconfig:GetLatestConfiguration", _("The flags of that profile")),
    ),
    statements=_statements,
)
