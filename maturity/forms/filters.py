"""What every filter of a list has in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.models import PlanState

Rows = TypeVar("Rows", bound="QuerySet[Model]")
YES = "1"


class TeamFilter(forms.Form):
    """Whose things are asked for. What is not a valid choice filters nothing.

    team  the slug of one
    mine  those of `own`, the ids of the person's own teams
    """

    team = forms.CharField(required=False, max_length=100)
    mine = forms.ChoiceField(required=False, choices=[(YES, gettext_lazy("My teams"))])

    def __init__(self, data: Mapping[str, Any], own: Sequence[int] = ()) -> None:
        super().__init__(data)
        self.own = own

    @property
    def chosen(self) -> dict[str, Any]:
        """The filters that are set, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    def query(self, **more: object) -> str:
        """As the query of an address: only what is set."""
        return urlencode({name: value for name, value in {**self.chosen, **more}.items() if value != ""})

    def of_teams(self, rows: Rows, way: str) -> Rows:
        """Rows by the way to their team: "stack__repository__team"."""
        chosen = self.chosen
        if "team" in chosen:
            rows = rows.filter(**{f"{way}__slug": chosen["team"]})
        return rows.filter(**{f"{way}__in": self.own}) if "mine" in chosen else rows

    def in_words(self) -> list[str]:
        """What is filtered for, for the page that found nothing."""
        chosen, said = self.chosen, self.words()
        return [said[name] for name in said if name in chosen]

    def words(self) -> dict[str, str]:
        return {"team": _("team %s") % self.chosen.get("team"), "mine": _("my teams")}


class PlanFilter(TeamFilter):
    """Of the list of open pull requests."""

    state = forms.ChoiceField(required=False, choices=[(value, value) for value in PlanState.values])
