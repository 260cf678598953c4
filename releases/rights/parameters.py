"""Feature flags in Parameter Store."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from maturity.core.state.permissions import Statement, allow
from maturity.rights import Asked, Part, Right
from releases.rights._flags import places


def _statements(asked: Asked) -> list[Statement]:
    """The path itself, and what is below it: values of others are nobody's business here."""
    paths = dict.fromkeys(place.rstrip("/") for place in places(asked, "ssm"))
    ends = ["/*"] if asked.wide else [f"{path}{end}" for path in paths for end in ("", "/*")]
    return [allow(PART.actions, [f"{asked.at('ssm')}:parameter{end}" for end in ends])] if paths else []


PART = Part(
    place=120,
    client="ssm",
    title=_("Parameter Store"),
    when=_("flags of an application that are read from Parameter Store"),
    without=_("States of these flags are unknown."),
    rights=(Right("ssm:GetParametersByPath", _("Values below a path; SecureString values are never read")),),
    statements=_statements,
)
