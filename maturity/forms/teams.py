"""What people type about teams."""

from __future__ import annotations

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.actions.teams import Wanted
from maturity.models import Role, Team

MOST, LONGEST = 50, 200


class TeamForm(forms.Form):
    """`handles` and `topics` decide which repositories a team gets: only administrators change them."""

    name = forms.CharField(
        max_length=100,
        error_messages={
            "required": gettext_lazy("Enter a name."),
            "max_length": gettext_lazy("A name has at most 100 characters."),
        },
    )
    emergency_contact = forms.CharField(
        required=False, max_length=200,
        error_messages={"max_length": gettext_lazy("A contact has at most 200 characters.")},
    )  # fmt: skip
    handles = forms.CharField(required=False, max_length=MOST * LONGEST)
    topics = forms.CharField(required=False, max_length=MOST * LONGEST)

    def clean_handles(self) -> tuple[str, ...]:
        return _listed(self.cleaned_data["handles"])

    def clean_topics(self) -> tuple[str, ...]:
        return _listed(self.cleaned_data["topics"])

    def wanted(self, *, whole: bool) -> Wanted:
        """whole: the person may also say which repositories it gets."""
        told = self.cleaned_data
        handles, topics = (told["handles"], told["topics"]) if whole else (None, None)
        return Wanted(
            name=told["name"], emergency_contact=told["emergency_contact"], handles=handles, topics=topics
        )


def _listed(text: str) -> tuple[str, ...]:
    """Words, separated by commas or blanks."""
    found = tuple(one for one in dict.fromkeys(re.split(r"[\s,]+", text)) if one)
    if len(found) > MOST or any(len(one) > LONGEST or not one.isprintable() for one in found):
        raise ValidationError(
            _("At most %(n)s, of %(m)s characters each.") % {"n": MOST, "m": LONGEST}, code="too_many"
        )
    return found


def filled(team: Team) -> TeamForm:
    listed = {"handles": ", ".join(team.handles), "topics": ", ".join(team.topics)}
    return TeamForm(initial={"name": team.name, "emergency_contact": team.emergency_contact, **listed})


class MemberForm(forms.Form):
    user = forms.CharField(max_length=150, error_messages={"required": gettext_lazy("Enter a user name.")})
    role = forms.TypedChoiceField(
        coerce=lambda value: Role(int(value)), choices=Role.choices, initial=Role.ENGINEER,
        error_messages={"required": gettext_lazy("Choose a role.")},
    )  # fmt: skip

    def unknown_user(self) -> None:
        if "user" not in self.errors:
            name = self.cleaned_data.get("user", "")[:150]
            self.add_error("user", _("There is nobody called %(name)s.") % {"name": name})
