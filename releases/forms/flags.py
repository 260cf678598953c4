"""What people type about flags and the places where their states are read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from maturity.models import Connection
from releases.actions.flags import Wanted, WantedSource
from releases.core.flags import values
from releases.models import FeatureFlag, FlagKind, FlagType
from releases.models.applications import ENVIRONMENTS


class FlagForm(forms.Form):
    kind = forms.ChoiceField(choices=FlagKind.choices)
    type = forms.ChoiceField(choices=FlagType.choices)
    off = forms.CharField(required=False, max_length=500)
    about = forms.CharField(required=False, max_length=500)
    owner = forms.CharField(required=False, max_length=200)
    expires_on = forms.DateField(
        required=False, error_messages={"invalid": gettext_lazy("Enter a day, such as 2027-01-31.")}
    )

    def wanted(self) -> Wanted:
        return Wanted(**self.cleaned_data)


def flag_form(flag: FeatureFlag, data: Any = None) -> FlagForm:
    """Filled with what it is now, or with what was sent."""
    initial = {name: getattr(flag, name) for name in Wanted.__struct_fields__}
    initial["off"] = "" if flag.off is None else values.plainly(flag.off)
    return FlagForm(data, initial=initial)


class StateForm(forms.Form):
    environment = forms.ChoiceField(choices=ENVIRONMENTS)
    value = forms.CharField(
        max_length=500, error_messages={"required": gettext_lazy("Enter the value it has there.")}
    )


class SourceForm(forms.Form):
    environment = forms.ChoiceField(choices=ENVIRONMENTS)
    kind = forms.CharField(max_length=20)
    place = forms.CharField(
        max_length=500, error_messages={"required": gettext_lazy("Say where: a path, or a name.")}
    )
    connection = forms.ModelChoiceField(
        Connection.objects.none(), required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose a connection of your teams.")},
    )  # fmt: skip

    def __init__(self, *given: Any, connections: QuerySet[Connection], **more: Any) -> None:
        super().__init__(*given, **more)
        field = self.fields["connection"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = connections

    def wanted(self) -> WantedSource:
        return WantedSource(**self.cleaned_data)
