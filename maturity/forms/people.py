"""What people may send in about accounts. A field that does not stand here changes nothing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.models import GroupGrant, Role, Team, User

NEEDED = {"required": gettext_lazy("Fill this in.")}


class NewPasswordForm(forms.Form):
    password1 = forms.CharField(max_length=4096, strip=False, error_messages=NEEDED)
    password2 = forms.CharField(max_length=4096, strip=False, error_messages=NEEDED)

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, second = given.get("password1"), given.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two passwords differ."))
        elif first:
            try:
                validate_password(first, self.user or User(username=given.get("username", "")))
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return given


class JoinForm(NewPasswordForm):
    username = forms.CharField(max_length=150, validators=[UnicodeUsernameValidator()], error_messages=NEEDED)
    first_name = forms.CharField(max_length=150, required=False)
    last_name = forms.CharField(max_length=150, required=False)

    field_order = ("username", "first_name", "last_name", "password1", "password2")

    def clean_username(self) -> str:
        name: str = self.cleaned_data["username"]
        if User.objects.filter(Q(username__iexact=name) | Q(email__iexact=name)).exists():
            raise forms.ValidationError(_("This name is taken."))
        return name


class InviteForm(forms.Form):
    email = forms.EmailField(
        required=False, max_length=254,
        error_messages={"invalid": gettext_lazy("This is not an e-mail address.")},
    )  # fmt: skip
    administrator = forms.BooleanField(required=False)


class GrantForm(forms.Form):
    """Of a group: a role in a team, or (without a team) administrator of all."""

    group = forms.CharField(max_length=200, error_messages=NEEDED)
    team = forms.ModelChoiceField(Team.objects.all(), required=False)
    role = forms.TypedChoiceField(choices=Role.choices, coerce=int, required=False, empty_value=None)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if GroupGrant.objects.filter(group=given.get("group"), team=given.get("team")).exists():
            self.add_error("group", _("This group has a role there already: remove that first."))
        return given
