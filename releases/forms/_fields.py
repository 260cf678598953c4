"""Fields that say what is wrong with them in one sentence of ours."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy

from maturity.models import Connection
from maturity.words import Words
from releases.models.applications import ENVIRONMENTS

TOO_LONG = gettext_lazy("That is too long.")
AT_MOST: dict[int, Words] = {
    30: gettext_lazy("At most 30 characters."),
    50: gettext_lazy("At most 50 characters."),
    100: gettext_lazy("At most 100 characters."),
    200: gettext_lazy("At most 200 characters."),
    255: gettext_lazy("At most 255 characters."),
    500: gettext_lazy("At most 500 characters."),
}


def text(longest: int, *, needed: Words = "") -> forms.CharField:
    """needed: what is said when it is empty; it may be when nothing is."""
    said: dict[str, Any] = {"max_length": AT_MOST.get(longest, TOO_LONG), "required": needed}
    return forms.CharField(required=bool(needed), max_length=longest, error_messages=said)


def environment(initial: str | None = None) -> forms.ChoiceField:
    sentence = gettext_lazy("Choose Stage or Prod.")
    said: dict[str, Any] = dict.fromkeys(("required", "invalid_choice"), sentence)
    return forms.ChoiceField(choices=ENVIRONMENTS, initial=initial, error_messages=said)


def connection() -> forms.ModelChoiceField[Connection]:
    """Maybe one. Which there are to choose from: `offer`."""
    said: dict[str, Any] = {"invalid_choice": gettext_lazy("Choose a connection of your teams.")}
    return forms.ModelChoiceField(Connection.objects.none(), required=False, error_messages=said)


def offer(form: forms.Form, name: str, rows: QuerySet[Model]) -> None:
    """What a person may choose in a field of this form."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
