"""What people type about freeze windows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.forms.organisation import time_zone
from maturity.models import Team
from releases.actions.freezes import Wanted
from releases.core.environments import Environment
from releases.core.recurrence import LONGEST
from releases.forms import _fields
from releases.models import Application

ORGANISATION = "organisation"
Scope = tuple[Team | None, Application | None]


class FreezeForm(forms.Form):
    """scopes: what the person may freeze, by what a page sends: "team:platform"."""

    name = _fields.text(100, needed=gettext_lazy("Enter a name, such as Year end."))
    reason = _fields.text(500)
    scope = forms.CharField(
        max_length=220, error_messages={"required": gettext_lazy("Choose what is frozen.")}
    )
    environment = _fields.environment(initial=Environment.PROD.value)
    starts = _fields.text(30, needed=gettext_lazy("Enter when it begins."))
    ends = _fields.text(30, needed=gettext_lazy("Enter when it ends."))
    time_zone = _fields.text(50, needed=gettext_lazy("Enter a time zone, such as Europe/Berlin."))
    rule = _fields.text(LONGEST)

    def __init__(self, *given: Any, scopes: dict[str, Scope], **more: Any) -> None:
        super().__init__(*given, **more)
        self.scopes = scopes

    def clean_scope(self) -> str:
        typed: str = self.cleaned_data["scope"]
        if typed not in self.scopes:
            raise ValidationError(_("Choose a team or an application in which you are a lead."))
        return typed

    def clean_starts(self) -> datetime:
        return _moment(self.cleaned_data["starts"])

    def clean_ends(self) -> datetime:
        return _moment(self.cleaned_data["ends"])

    def clean_time_zone(self) -> str:
        return time_zone(self.cleaned_data["time_zone"])

    def wanted(self) -> Wanted:
        return Wanted(**{name: self.cleaned_data[name] for name in Wanted.__struct_fields__})

    def chosen(self) -> Scope:
        return self.scopes[self.cleaned_data["scope"]]


def _moment(typed: str) -> datetime:
    """By the clocks of a zone that is said apart: "2026-12-18T18:00"."""
    try:
        found = datetime.fromisoformat(typed)
    except ValueError:
        found = None
    if found is None or found.tzinfo is not None:
        raise ValidationError(_("Enter a day and a time, such as 2026-12-18T18:00."))
    return found.replace(microsecond=0)
