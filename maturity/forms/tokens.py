"""A new API token: what it is called, what it may do, and for how long it works."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from maturity.actions.tokens import PUSH
from maturity.verbs import Verb, all_verbs

NEVER = "never"
LIFETIMES = {
    "30": gettext_lazy("30 days"),
    "90": gettext_lazy("90 days"),
    "365": gettext_lazy("1 year"),
    NEVER: gettext_lazy("never"),
}


class TokenForm(forms.Form):
    name = forms.CharField(
        max_length=100,
        error_messages={
            "required": gettext_lazy("Enter a name, such as the pipeline that will use it."),
            "max_length": gettext_lazy("A name has at most 100 characters."),
        },
    )
    verbs = forms.MultipleChoiceField(
        initial=[PUSH], error_messages={"required": gettext_lazy("Choose what the token may do.")}
    )
    expiry = forms.ChoiceField(choices=list(LIFETIMES.items()), initial="90")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        chosen: Any = self.fields["verbs"]
        chosen.choices = [(verb.key, verb.title) for verb in all_verbs().values()]

    @property
    def ways(self) -> list[tuple[Verb, bool]]:
        """Each verb, and whether it is chosen."""
        chosen = self["verbs"].value() or ()
        return [(verb, verb.key in chosen) for verb in all_verbs().values()]

    @property
    def days(self) -> int | None:
        chosen = self.cleaned_data["expiry"]
        return None if chosen == NEVER else int(chosen)
