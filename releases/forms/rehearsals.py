"""What people type about a rehearsal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.actions.rolling_back import Tried
from releases.forms import _fields

DAY_MINUTES = 24 * 60


class RehearsalForm(forms.Form):
    """on: the day; minutes, seconds: how long it took, both empty when nobody measured."""

    environment = _fields.environment()
    version = _fields.text(100)
    on = forms.DateField(
        error_messages=dict.fromkeys(
            ("required", "invalid"), gettext_lazy("Enter a day, such as 2026-11-22.")
        )
    )
    worked = forms.ChoiceField(
        choices=[("yes", "yes"), ("no", "no")],
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("Say whether the version before served again.")
        ),
    )  # fmt: skip
    note = _fields.text(500)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        for name, most in (("minutes", DAY_MINUTES), ("seconds", 59)):
            said = _("Enter a number from 0 to %(n)s.") % {"n": most}
            self.fields[name] = forms.IntegerField(
                required=False, min_value=0, max_value=most,
                error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), said),
            )  # fmt: skip

    def clean_on(self) -> datetime:
        """Noon of that day by the person's clocks, now when it is today."""
        day, now = self.cleaned_data["on"], timezone.localtime()
        if day == now.date():
            return now
        if not now.date() - timedelta(days=366) <= day < now.date():
            raise ValidationError(_("A rehearsal was within the last year, and not in the future."))
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=now.tzinfo)
        return min(noon.astimezone(UTC), now)

    def tried(self) -> Tried:
        told = self.cleaned_data
        measured = [told["minutes"], told["seconds"]] != [None, None]
        seconds = (told["minutes"] or 0) * 60 + (told["seconds"] or 0)
        return Tried(
            at=told["on"], environment=told["environment"], version=told["version"],
            worked=told["worked"] == "yes", seconds=seconds if measured else None, note=told["note"],
        )  # fmt: skip
