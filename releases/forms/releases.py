"""What a person types about a new release."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.forms.rollouts import steps_field, steps_in


class ReleaseForm(forms.Form):
    """version: one that Stage tells of; other: one that it does not, maybe with artifact and commit."""

    version = forms.CharField(required=False, max_length=100)
    other = forms.CharField(
        required=False, max_length=100,
        error_messages={"max_length": gettext_lazy("A version has at most 100 characters.")},
    )  # fmt: skip
    artifact = forms.CharField(
        required=False, max_length=200,
        error_messages={"max_length": gettext_lazy("A digest has at most 200 characters.")},
    )  # fmt: skip
    commit = forms.CharField(
        required=False, max_length=64,
        error_messages={"max_length": gettext_lazy("A commit is 7 to 64 hexadecimal digits.")},
    )  # fmt: skip
    note = forms.CharField(
        required=False, max_length=2000,
        error_messages={"max_length": gettext_lazy("A note has at most 2,000 characters.")},
    )  # fmt: skip

    steps = steps_field(required=False)

    def clean_steps(self) -> tuple[int, ...] | None:
        typed = self.cleaned_data["steps"]
        return steps_in(typed) if typed else None

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if not self.errors and not (told.get("version") or told.get("other")):
            raise ValidationError(_("Choose a version, or type the one that goes to Prod."))
        return told

    def wanted(self) -> dict[str, Any]:
        """As `actions.opening.open_release` takes it. What is typed goes before what is chosen."""
        told = self.cleaned_data
        typed = {name: told[name] for name in ("artifact", "commit")}
        return {
            "version": told["other"] or told["version"],
            "note": told["note"],
            "steps": told["steps"],
            **typed,
        }
