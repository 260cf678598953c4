"""Slack, Microsoft Teams, e-mail and webhooks: what is told where, and when."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.models import Role
from maturity.sections import Section

SECTION = Section(
    "channels",
    gettext_lazy("Channels"),
    "inbox",
    "maturity:channels",
    group="team",
    least=Role.LEAD,
    about=gettext_lazy("Slack, Microsoft Teams, e-mail and webhooks: what is told where, and when."),
)
