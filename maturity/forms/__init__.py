"""What people may ask for and send in."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity import words
from maturity.core.scoring import TOP
from maturity.forms.filters import TeamFilter
from maturity.models import Team
from maturity.models.repositories import RepositoryQuerySet

LEVELS = [(level, level) for level in range(TOP + 1)]
STATES = {
    "failed": gettext_lazy("Scan failed"),
    "stale": gettext_lazy("Out of date"),
    "never": gettext_lazy("Not scanned yet"),
    "dropped": gettext_lazy("Lost a level"),
}


class RepositoryFilter(TeamFilter):
    """The filters of the repositories list."""

    q = forms.CharField(required=False, max_length=200)
    below = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, choices=LEVELS[1:])
    level = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, choices=LEVELS)
    kind = forms.ChoiceField(required=False, choices=list(words.KINDS.items()))
    state = forms.ChoiceField(required=False, choices=list(STATES.items()))

    def narrow(self, repositories: RepositoryQuerySet, fresh_since: datetime) -> RepositoryQuerySet:
        chosen = self.chosen
        repositories = self.of_teams(repositories, "team")
        if "q" in chosen:
            repositories = repositories.matching(chosen["q"])
        if "below" in chosen:
            repositories = repositories.below(chosen["below"])
        if "level" in chosen:
            repositories = repositories.filter(level=chosen["level"])
        if "kind" in chosen:
            repositories = repositories.filter(kind=chosen["kind"])
        return (
            repositories.filter(in_states(fresh_since)[chosen["state"]])
            if "state" in chosen
            else repositories
        )

    def words(self) -> dict[str, str]:
        chosen = self.chosen
        return {
            **super().words(),
            "q": _("name contains “%s”") % chosen.get("q"),
            "below": _("below L%s") % chosen.get("below"),
            "level": _("at L%s") % chosen.get("level"),
            "kind": str(words.KINDS.get(chosen.get("kind", ""), "")),
            "state": str(STATES.get(chosen.get("state", ""), "")),
        }


def in_states(fresh_since: datetime) -> dict[str, Q]:
    """Which repositories are in each of `STATES`: the one place that says so, for numbers and for lists.

    fresh_since  see `Organisation.scans_fresh_since`
    """
    return {
        "failed": ~Q(scan_error=""),
        "stale": Q(last_scanned_at__lt=fresh_since),
        "never": Q(last_scanned_at__isnull=True),
        "dropped": Q(level__lt=F("previous_level")),
    }


class AddressForm(forms.Form):
    """With a `url` that a person types."""

    def forget_login(self) -> None:
        """What was typed is shown again, a user and a password in it are not."""
        typed = {name: self.data[name] for name in self.data}
        self.data = {**typed, "url": re.sub(r"//[^/\s]*@", "//", self.data.get("url", ""))}


class ConnectForm(AddressForm):
    url = forms.CharField(
        max_length=500,
        error_messages={
            "required": gettext_lazy("Enter the address of a git repository."),
            "max_length": gettext_lazy("An address has at most 500 characters."),
        },
    )
    name = forms.CharField(required=False, max_length=200)
    team = forms.ModelChoiceField(
        Team.objects.none(),
        error_messages={
            "required": gettext_lazy("Choose the team whose repository it is."),
            "invalid_choice": gettext_lazy("Choose a team in which you are a lead."),
        },
    )

    def __init__(
        self, *given: Any, teams: QuerySet[Team] | None = None, free: bool = False, **more: Any
    ) -> None:
        """teams: those a person may give it to. free: it may belong to none yet."""
        super().__init__(*given, **more)
        field = self.fields["team"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset, field.required = teams, not free
