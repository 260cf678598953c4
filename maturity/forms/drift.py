"""What people may ask of the drift page, and send in about drift."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.models import Connection, Mode
from maturity.models.episodes import DriftEpisodeQuerySet
from maturity.models.stacks import StackQuerySet

VIEWS = {
    "open": gettext_lazy("Open"),
    "yesterday": gettext_lazy("Since yesterday"),
    "all": gettext_lazy("All"),
}
STACKS = {
    "drifted": gettext_lazy("Drifted now"),
    "failing": gettext_lazy("Could not be checked"),
    "stale": gettext_lazy("Not checked for long"),
    "never": gettext_lazy("Never checked"),
    "checked": gettext_lazy("Checked"),
}
REASON_MISSING = {"required": gettext_lazy("Say why, in a few words: it is shown to everybody.")}
DAYS = [(days, days) for days in (7, 30, 90, 365)]


class DriftFilter(forms.Form):
    """The filters of the drift page. What is not a valid choice filters nothing."""

    since = forms.ChoiceField(required=False, choices=list(VIEWS.items()))
    team = forms.CharField(required=False, max_length=100)
    stack = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    q = forms.CharField(required=False, max_length=200)
    stacks = forms.ChoiceField(required=False, choices=list(STACKS.items()))

    @property
    def chosen(self) -> dict[str, Any]:
        """The filters that are set, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    @property
    def view(self) -> str:
        return str(self.chosen.get("since", "open"))

    @property
    def narrows(self) -> bool:
        """Only some stacks are asked about."""
        return bool({"team", "stack", "q"} & set(self.chosen))

    def query(self, **more: object) -> str:
        """As the query of an address: only what is set."""
        return urlencode({name: value for name, value in {**self.chosen, **more}.items() if value != ""})

    def narrow(self, stacks: StackQuerySet) -> StackQuerySet:
        chosen = self.chosen
        if "team" in chosen:
            stacks = stacks.filter(repository__team__slug=chosen["team"])
        if "stack" in chosen:
            stacks = stacks.filter(pk=chosen["stack"])
        return stacks.matching(chosen["q"]) if "q" in chosen else stacks

    def in_state(self, stacks: StackQuerySet, fresh_since: datetime) -> StackQuerySet:
        """The stacks the chosen number counts; all of them when none is chosen."""
        state = self.chosen.get("stacks")
        return stacks.filter(in_states(fresh_since)[state]) if state else stacks

    def seen(
        self, episodes: DriftEpisodeQuerySet, now: datetime, yesterday: datetime
    ) -> DriftEpisodeQuerySet:
        """The episodes of the chosen view."""
        if self.view == "all":
            return episodes
        alarming = episodes.alarming(now)
        return alarming.news_since(yesterday) if self.view == "yesterday" else alarming

    def in_words(self) -> list[str]:
        """What is filtered for, for the page that found nothing."""
        chosen = self.chosen
        said = {
            "q": _("name contains “%s”") % chosen.get("q"),
            "team": _("team %s") % chosen.get("team"),
            "stack": _("one stack"),
        }
        return [said[name] for name in said if name in chosen]


def in_states(fresh_since: datetime) -> dict[str, Q]:
    """Which stacks are in each of `STACKS`: the one place that says so, for numbers and for lists.

    fresh_since  see `Organisation.checks_fresh_since`
    """
    return {
        "drifted": Q(drift_since__isnull=False),
        "failing": Q(failing_since__isnull=False),
        "stale": Q(checked_at__lt=fresh_since),
        "never": Q(checked_at__isnull=True),
        "checked": Q(checked_at__isnull=False),
    }


class AcknowledgeForm(forms.Form):
    reason = forms.CharField(max_length=500, error_messages=REASON_MISSING)
    days = forms.TypedChoiceField(coerce=int, choices=DAYS)


class NoiseForm(forms.Form):
    """A rule for one resource, or one attribute of it. `everywhere`: in every stack of the repository."""

    address = forms.CharField(max_length=500)
    attribute = forms.CharField(required=False, max_length=500)
    reason = forms.CharField(max_length=500, error_messages=REASON_MISSING)
    days = forms.TypedChoiceField(coerce=int, choices=DAYS)
    everywhere = forms.BooleanField(required=False)


class ModeForm(forms.Form):
    """Who plans a stack and with what; `connections` are those that may be chosen."""

    mode = forms.ChoiceField(choices=Mode.choices)
    workspace = forms.CharField(required=False, max_length=90)
    variables = forms.CharField(required=False, max_length=10_000)
    connection = forms.ModelChoiceField(Connection.objects.none(), required=False)

    def __init__(self, *args: Any, connections: QuerySet[Connection], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["connection"] = forms.ModelChoiceField(connections, required=False)
