"""Filters that people keep for themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class NameForm(forms.Form):
    name = forms.CharField(
        max_length=60,
        error_messages={
            "required": gettext_lazy("Enter a name for the filter."),
            "max_length": gettext_lazy("A name has at most 60 characters."),
        },
    )

    def clean_name(self) -> str:
        """In one line, without what turns the writing round or cannot be seen."""
        name = " ".join("".join(one for one in self.cleaned_data["name"] if one.isprintable()).split())
        if not name:
            raise ValidationError(_("Enter a name for the filter."))
        return name


class SaveForm(NameForm):
    page = forms.ChoiceField()
    query = forms.CharField(required=False, max_length=500)

    def __init__(self, data: Any, pages: list[str]) -> None:
        super().__init__(data)
        self.fields["page"] = forms.ChoiceField(choices=[(page, page) for page in pages])
