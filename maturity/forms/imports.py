"""What a person says when they import many repositories."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from maturity.forms import AddressForm
from maturity.models import ImportItem, Team

HOSTS = {"": gettext_lazy("Tell by its name"), "github": "GitHub", "gitlab": "GitLab"}


class OwnerForm(AddressForm):
    """Whose repositories are to be listed."""

    url = forms.CharField(
        max_length=500,
        error_messages={
            "required": gettext_lazy("Enter the address of an organisation or a group."),
            "max_length": gettext_lazy("An address has at most 500 characters."),
        },
    )
    kind = forms.ChoiceField(required=False, choices=list(HOSTS.items()))


class ItemFilter(forms.Form):
    """Which of the listed repositories are shown. What is not valid filters nothing."""

    q = forms.CharField(required=False, max_length=200)
    topic = forms.CharField(required=False, max_length=60)

    def narrow(self, items: QuerySet[ImportItem]) -> QuerySet[ImportItem]:
        self.is_valid()
        given = self.cleaned_data
        for word in given.get("q", "").split():
            items = items.filter(name__icontains=word)
        topic = given.get("topic", "")
        if not topic:
            return items
        return items.filter(pk__in=[one.pk for one in items.only("topics") if topic in one.topics])


class OwnersTeamForm(forms.Form):
    """Whose the chosen repositories will be. free: CODEOWNERS and topics may say it."""

    team = forms.ModelChoiceField(
        Team.objects.none(),
        error_messages={
            "required": gettext_lazy("Choose the team whose repositories they are."),
            "invalid_choice": gettext_lazy("Choose a team in which you are a lead."),
        },
    )

    def __init__(self, *given: Any, teams: QuerySet[Team], free: bool, **more: Any) -> None:
        super().__init__(*given, **more)
        field = self.fields["team"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset, field.required = teams, not free
