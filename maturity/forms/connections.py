"""What people type about AWS: a connection, and where a state lies."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from maturity.actions.states import Wanted
from maturity.models import Connection, Team

ROLE = re.compile(r"arn:aws[a-z-]{0,20}:iam::\d{12}:role/[\w+=,.@/-]{1,128}", re.ASCII)
REGION = re.compile(r"[a-z]{2,4}(?:-[a-z]{2,10}){1,3}-\d{1,2}")
ROLES, LONGEST = 20, 200


class ConnectionForm(forms.Form):
    name = forms.CharField(
        max_length=100, error_messages={"required": gettext_lazy("Enter a name, such as the account's.")}
    )
    role_arn = forms.CharField(required=False, max_length=200)
    region = forms.CharField(required=False, max_length=30)
    endpoint = forms.CharField(required=False, max_length=300)
    cloudtrail = forms.BooleanField(required=False)
    ci_roles = forms.CharField(required=False, max_length=2000)

    def __init__(
        self, *args: Any, teams: QuerySet[Team] | None = None, shared: bool = False, **kwargs: Any
    ) -> None:
        """`teams`: of a new one, whose it may be; `shared`: or everybody's."""
        super().__init__(*args, **kwargs)
        if teams is not None:
            self.fields["team"] = forms.ModelChoiceField(
                teams, to_field_name="slug", required=not shared,
                error_messages={"required": gettext_lazy("Choose the team whose leads may use it.")},
            )  # fmt: skip

    @property
    def team(self) -> Team | None:
        found: Team | None = self.cleaned_data.get("team")
        return found

    def clean_role_arn(self) -> str:
        typed: str = self.cleaned_data["role_arn"]
        if typed and not ROLE.fullmatch(typed):
            raise ValidationError(
                gettext_lazy("A role looks like arn:aws:iam::123456789012:role/rungs-read.")
            )
        return typed

    def clean_region(self) -> str:
        typed: str = self.cleaned_data["region"]
        if typed and not REGION.fullmatch(typed):
            raise ValidationError(gettext_lazy("A region looks like eu-west-1."))
        return typed

    def clean_ci_roles(self) -> tuple[str, ...]:
        """Names, maybe with * in them, separated by commas or blanks."""
        found = tuple(dict.fromkeys(re.split(r"[\s,]+", self.cleaned_data["ci_roles"].strip())))
        if len(found) > ROLES or any(len(one) > LONGEST for one in found):
            raise ValidationError(gettext_lazy("At most 20 names of 200 characters each."))
        return tuple(one for one in found if one)

    def wanted(self) -> Wanted:
        return Wanted(**{name: value for name, value in self.cleaned_data.items() if name != "team"})


def filled(connection: Connection) -> ConnectionForm:
    names = ("name", "role_arn", "region", "endpoint", "cloudtrail")
    initial = {name: getattr(connection, name) for name in names}
    return ConnectionForm(initial={**initial, "ci_roles": ", ".join(connection.ci_roles)})


class StatePlaceForm(forms.Form):
    """Where the state of a stack lies. What may stand in it, the action decides."""

    place = forms.CharField(required=False, max_length=700)
    lock_table = forms.CharField(required=False, max_length=255)
    region = forms.CharField(required=False, max_length=30)
