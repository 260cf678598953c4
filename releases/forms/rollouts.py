"""What people type about rollouts."""

from __future__ import annotations

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.actions.rollouts.planning import Wanted
from releases.models import OnFail, RolloutPlan

MOST = 100  # characters of steps
BETWEEN = re.compile(r"[\s,→%]+")


def steps_in(typed: str) -> tuple[int, ...]:
    """ "1, 10, 50, 100" or "1 % → 10 % → 100 %". Raises ValidationError; nobody asks yet where they lead."""
    words = [word for word in BETWEEN.split(typed.strip()) if word]
    if not words or not all(word.isascii() and word.isdigit() and len(word) <= 3 for word in words):
        raise ValidationError(_("Enter whole percentages of the traffic, such as 1, 10, 50, 100."))
    return tuple(map(int, words))


def steps_field(*, required: bool = True) -> forms.CharField:
    return forms.CharField(
        required=required, max_length=MOST,
        error_messages=dict.fromkeys(
            ("required", "max_length"),
            gettext_lazy("Enter whole percentages of the traffic, such as 1, 10, 50, 100."),
        ),
    )  # fmt: skip


class RolloutForm(forms.Form):
    """See `models.RolloutPlan`."""

    steps = steps_field()
    bake = forms.IntegerField(
        error_messages=dict.fromkeys(
            ("required", "invalid"), gettext_lazy("A step lasts from a minute up to a week.")
        )
    )
    harm = forms.FloatField(
        error_messages=dict.fromkeys(
            ("required", "invalid"), gettext_lazy("Enter a factor, such as 3 for three times the errors.")
        )
    )
    automatic = forms.BooleanField(required=False)
    on_fail = forms.ChoiceField(choices=OnFail.choices)

    def clean_steps(self) -> tuple[int, ...]:
        return steps_in(self.cleaned_data["steps"])

    def wanted(self) -> Wanted:
        told = self.cleaned_data
        names = ("steps", "bake", "harm", "automatic", "on_fail")
        return Wanted(**{name: told[name] for name in names})


def rollout_form(plan: RolloutPlan) -> RolloutForm:
    """Without a plan of its own, the usual steps are offered."""
    shown = plan if plan.pk else RolloutPlan()
    return RolloutForm(
        initial={
            "steps": ", ".join(map(str, shown.steps)), "bake": shown.bake, "harm": shown.harm,
            "automatic": shown.automatic, "on_fail": shown.on_fail,
        }
    )  # fmt: skip
