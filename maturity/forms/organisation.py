"""What administrators type about the organisation."""

from __future__ import annotations

import difflib
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.core.scoring import TOP
from maturity.models import Organisation
from maturity.words import Words


def _number(least: int, most: int, sentence: Words) -> forms.IntegerField:
    said: dict[str, Any] = dict.fromkeys(("required", "invalid", "min_value", "max_value"), sentence)
    return forms.IntegerField(min_value=least, max_value=most, error_messages=said)


def _text(longest: int, sentence: Words) -> forms.CharField:
    said: dict[str, Any] = {"max_length": sentence}
    return forms.CharField(required=False, max_length=longest, error_messages=said)


class OrganisationForm(forms.Form):
    """Fields of `Organisation`, by their names there."""

    name = _text(100, gettext_lazy("A name has at most 100 characters."))
    open_read = forms.BooleanField(required=False)
    require_mfa = forms.BooleanField(required=False)
    time_zone = forms.CharField(
        max_length=50, error_messages={"required": gettext_lazy("Enter a time zone, such as Europe/Berlin.")}
    )
    goal_level = _number(1, TOP, gettext_lazy("Enter a level from 1 to 5."))
    scan_stale_days = _number(1, 365, gettext_lazy("Enter 1 to 365 days."))
    check_stale_days = _number(1, 365, gettext_lazy("Enter 1 to 365 days."))
    lock_minutes = _number(5, 10_080, gettext_lazy("Enter 5 to 10080 minutes, which is a week."))
    emergency_contact = _text(200, gettext_lazy("A contact has at most 200 characters."))

    def clean_time_zone(self) -> str:
        return time_zone(self.cleaned_data["time_zone"])


def filled(organisation: Organisation) -> OrganisationForm:
    return OrganisationForm(
        initial={name: getattr(organisation, name) for name in OrganisationForm.base_fields}
    )


def time_zone(typed: str) -> str:
    """A zone by its name, whatever its capitals. ValidationError with the nearest one."""
    known = {name.lower(): name for name in available_timezones()}
    found = known.get(typed.lower())
    if found:
        return found
    near = difflib.get_close_matches(typed.lower(), known, 1) or [
        name for name in sorted(known) if name.endswith(f"/{typed.lower().replace(' ', '_')}")
    ]
    example = known[near[0]] if near else "Europe/Berlin"
    raise ValidationError(_("There is no such time zone. One is called %(name)s.") % {"name": example})
