"""What people set for themselves."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.accounts import zones

THEMES = {
    "light": gettext_lazy("Light"),
    "dark": gettext_lazy("Dark"),
    "auto": gettext_lazy("As the machine"),
}


class MeForm(forms.Form):
    """Language: "" follows the browser. Time zone: "" is the organisation's."""

    language = forms.ChoiceField(required=False, choices=[("", ""), *settings.LANGUAGES])
    theme = forms.ChoiceField(choices=list(THEMES.items()))
    time_zone = forms.CharField(required=False, max_length=50)
    shortcuts = forms.BooleanField(required=False)

    def clean_time_zone(self) -> str:
        typed: str = self.cleaned_data["time_zone"]
        found = zones.known(typed)
        if typed and not found:
            raise ValidationError(_("There is no time zone of this name: choose one of the list."))
        return found
