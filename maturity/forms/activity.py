"""What people ask of the history of everything."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.models import Team, User
from maturity.models.events import EventQuerySet
from maturity.models.repositories import RepositoryQuerySet
from maturity.words import Words
from maturity.words.events import nouns

DAYS: dict[str, Words] = {
    "1": gettext_lazy("Last 24 hours"),
    "7": gettext_lazy("Last 7 days"),
    "30": gettext_lazy("Last 30 days"),
    "90": gettext_lazy("Last 90 days"),
    "365": gettext_lazy("Last year"),
}


def _keys(found: QuerySet[Any]) -> list[int]:
    """Asked for first: a join would be met event by event."""
    return list(found.values_list("pk", flat=True)[:2])


class ActivityFilter(forms.Form):
    """The filters of /activity/. What is not a valid choice filters nothing."""

    who = forms.CharField(required=False, max_length=150)
    kind = forms.ChoiceField(required=False)
    team = forms.CharField(required=False, max_length=100)
    repository = forms.CharField(required=False, max_length=200)
    days = forms.ChoiceField(required=False, choices=list(DAYS.items()))

    def __init__(
        self, *args: Any, teams: QuerySet[Team], repositories: RepositoryQuerySet, **kwargs: Any
    ) -> None:
        """`teams` and `repositories`: those this person may know of."""
        super().__init__(*args, **kwargs)
        self.teams, self.repositories = list(teams.order_by("name")), repositories
        self.kinds = {noun.key: noun.title for noun in nouns()}
        self.fields["kind"] = forms.ChoiceField(required=False, choices=list(self.kinds.items()))

    @property
    def chosen(self) -> dict[str, Any]:
        """The filters that are set, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    def query(self, **more: object) -> str:
        """As the query of an address: only what is set."""
        return urlencode({**self.chosen, **more})

    def narrow(self, events: EventQuerySet, now: datetime) -> EventQuerySet:
        """By when, by whom and about what. For which repositories and teams says `of`."""
        chosen = self.chosen
        if "days" in chosen:
            events = events.filter(at__gte=now - timedelta(days=int(chosen["days"])))
        if "who" in chosen:
            events = events.filter(actor__in=_keys(User.objects.filter(username__iexact=chosen["who"])))
        if "kind" in chosen:
            lines = next(noun.lines for noun in nouns() if noun.key == chosen["kind"])
            events = events.filter(kind__in=sorted(lines))
        return events

    @property
    def of(self) -> tuple[RepositoryQuerySet, list[int]] | None:
        """The repositories and the teams that are asked about; None: all of them."""
        chosen, found = self.chosen, self.repositories
        teams = [one.pk for one in self.teams if one.slug == chosen.get("team")]
        if "team" in chosen:
            found = found.filter(team__in=teams)
        if "repository" in chosen:
            return found.filter(name__iexact=chosen["repository"]), []
        return (found, teams) if "team" in chosen else None

    def in_words(self) -> list[str]:
        """What is filtered for, for the page that found nothing."""
        chosen = self.chosen
        said = {
            "who": _("by %s") % chosen.get("who"),
            "kind": str(self.kinds.get(chosen.get("kind", ""), "")),
            "team": _("team %s") % chosen.get("team"),
            "repository": _("repository %s") % chosen.get("repository"),
            "days": str(DAYS.get(chosen.get("days", ""), "")),
        }
        return [said[name] for name in said if name in chosen]
