"""A login for a host. What was typed as a secret is never put into a page again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from maturity.actions.logins import WantedLogin
from maturity.models import HostLogin, LoginKind

NO_HOST = gettext_lazy("Enter the name of a host, such as github.com.")
NO_SECRET = gettext_lazy("Enter the token.")
NO_KEY = gettext_lazy("Paste the private key that GitHub made for the app.")


def _plain(text: str) -> None:
    """A header and a line of git's protocol carry it."""
    if not (text.isascii() and text.isprintable()) or " " in text:
        raise ValidationError(gettext_lazy("It has a character that cannot be sent."))


class _LoginForm(forms.Form):
    host = forms.CharField(max_length=253, error_messages={"required": NO_HOST})
    owner = forms.CharField(required=False, max_length=200, validators=[_plain])
    kind: str

    def __init__(self, login: HostLogin | None, **more: Any) -> None:
        """login: the one to replace, whose host and owner stay."""
        super().__init__(**more)
        if login:
            del self.fields["host"], self.fields["owner"]

    def wanted(self) -> WantedLogin:
        return WantedLogin(**{"host": "", "kind": self.kind, **self.cleaned_data})


class TokenLoginForm(_LoginForm):
    kind = LoginKind.TOKEN
    user = forms.CharField(required=False, max_length=100, validators=[_plain])
    secret = forms.CharField(max_length=1000, validators=[_plain], error_messages={"required": NO_SECRET})


class AppLoginForm(_LoginForm):
    kind = LoginKind.GITHUB_APP
    app_id = forms.CharField(
        max_length=20,
        error_messages={"required": gettext_lazy("Enter the id of the app: it is on the app's page.")},
    )
    secret = forms.CharField(max_length=10_000, error_messages={"required": NO_KEY})


def login_form(kind: str, login: HostLogin | None, data: Any = None) -> TokenLoginForm | AppLoginForm:
    initial: dict[str, str] = {"host": "github.com"} if kind == LoginKind.GITHUB_APP else {}
    if login and login.kind == kind:
        initial = {"app_id": login.app_id} if kind == LoginKind.GITHUB_APP else {"user": login.user}
    form = AppLoginForm if kind == LoginKind.GITHUB_APP else TokenLoginForm
    return form(login, data=data, initial=initial)
