"""Roles of AWS that Rungs reads with."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.models import Role
from maturity.sections import Section

SECTION = Section(
    "connections",
    gettext_lazy("AWS connections"),
    "link",
    "maturity:connections",
    group="team",
    least=Role.LEAD,
    about=gettext_lazy("Roles that Rungs reads states, ECS services, flags and metrics with."),
)
