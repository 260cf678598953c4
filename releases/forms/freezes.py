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
from maturity.words import Words
from releases.actions.freezes import Wanted
from releases.core.environments import Environment
from releases.core.recurrence import LONGEST
from releases.models import Application
from releases.models.applications import ENVIRONMENTS

ORGANISATION = "organisation"
Scope = tuple[Team | None, Application | None]


def _text(longest: int, too_long: Words, needed: Words = "") -> forms.CharField:
    said: dict[str, Any] = {"max_length": too_long, "required": needed}
    return forms.CharField(required=bool(needed), max_length=longest, error_messages=said)


class FreezeForm(forms.Form):
    """scopes: what the person may freeze, by what a page sends: "team:platform"."""

    name = _text(
        100, gettext_lazy("At most 100 characters."), gettext_lazy("Enter a name, such as Year end.")
    )
    reason = _text(500, gettext_lazy("At most 500 characters."))
    scope = forms.CharField(
        max_length=220, error_messages={"required": gettext_lazy("Choose what is frozen.")}
    )
    environment = forms.ChoiceField(
        choices=ENVIRONMENTS, initial=Environment.PROD.value,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose Stage or Prod.")),
    )  # fmt: skip
    starts = _text(30, gettext_lazy("At most 30 characters."), gettext_lazy("Enter when it begins."))
    ends = _text(30, gettext_lazy("At most 30 characters."), gettext_lazy("Enter when it ends."))
    time_zone = _text(
        50, gettext_lazy("At most 50 characters."), gettext_lazy("Enter a time zone, such as Europe/Berlin.")
    )
    rule = _text(LONGEST, gettext_lazy("A rule has at most 200 characters."))

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
