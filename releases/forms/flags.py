"""What people type about flags and the places where their states are read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from maturity.models import Connection
from releases.actions.flags import Wanted, WantedSource
from releases.core.flags import values
from releases.forms import _fields
from releases.models import FeatureFlag, FlagKind, FlagType


class FlagForm(forms.Form):
    kind = forms.ChoiceField(choices=FlagKind.choices)
    type = forms.ChoiceField(choices=FlagType.choices)
    off = _fields.text(500)
    about = _fields.text(500)
    owner = _fields.text(200)
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
    environment = _fields.environment()
    value = _fields.text(500, needed=gettext_lazy("Enter the value it has there."))


class SourceForm(forms.Form):
    environment = _fields.environment()
    kind = forms.CharField(max_length=20)
    place = _fields.text(500, needed=gettext_lazy("Say where: a path, or a name."))
    connection = _fields.connection()

    def __init__(self, *given: Any, connections: QuerySet[Connection], **more: Any) -> None:
        super().__init__(*given, **more)
        _fields.offer(self, "connection", connections)

    def wanted(self) -> WantedSource:
        return WantedSource(**self.cleaned_data)
