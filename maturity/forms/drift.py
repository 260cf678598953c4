"""What people may ask of the drift page, and send in about drift."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.forms.filters import TeamFilter
from maturity.models import Connection, DriftEpisode, Mode
from maturity.models.episodes import DriftEpisodeQuerySet
from maturity.models.stacks import StackQuerySet
from maturity.words import Words

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


class DriftFilter(TeamFilter):
    """The filters of the drift page. `owner`: the user name of who looks after it."""

    since = forms.ChoiceField(required=False, choices=list(VIEWS.items()))
    owner = forms.CharField(required=False, max_length=150)
    stack = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    q = forms.CharField(required=False, max_length=200)
    stacks = forms.ChoiceField(required=False, choices=list(STACKS.items()))

    @property
    def view(self) -> str:
        return str(self.chosen.get("since", "open"))

    @property
    def narrows(self) -> bool:
        """Only some stacks are asked about."""
        return bool({"team", "mine", "owner", "stack", "q"} & set(self.chosen))

    def links(self) -> list[tuple[str, Words, str]]:
        """Each view with its word, and its query with the other filters kept."""
        return [
            (view, word, self.query(since="" if view == "open" else view)) for view, word in VIEWS.items()
        ]

    def narrow(self, stacks: StackQuerySet) -> StackQuerySet:
        chosen = self.chosen
        stacks = self.of_teams(stacks, "repository__team")
        if "owner" in chosen:
            owned = DriftEpisode.objects.filter(stack=OuterRef("pk"), owner__username=chosen["owner"])
            stacks = stacks.filter(Exists(owned))
        if "stack" in chosen:
            stacks = stacks.filter(pk=chosen["stack"])
        return stacks.matching(chosen["q"]) if "q" in chosen else stacks

    def narrow_episodes(self, episodes: DriftEpisodeQuerySet, stacks: StackQuerySet) -> DriftEpisodeQuerySet:
        """Those on `stacks`, which are narrowed already."""
        if self.narrows:
            episodes = episodes.filter(stack__in=stacks.values("pk"))
        owner = self.chosen.get("owner")
        return episodes.filter(owner__username=owner) if owner else episodes

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

    def words(self) -> dict[str, str]:
        chosen = self.chosen
        return {
            **super().words(),
            "q": _("name contains “%s”") % chosen.get("q"),
            "owner": _("assigned to %s") % chosen.get("owner"),
            "stack": _("one stack"),
        }


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
