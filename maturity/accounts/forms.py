"""allauth's forms, with failures counted where it would not."""

from __future__ import annotations

from allauth.account import forms
from allauth.account.adapter import get_adapter
from allauth.core import context


class ChangePasswordForm(forms.ChangePasswordForm):
    def clean_oldpassword(self) -> str:
        """Whoever finds a session open must not try passwords on it."""
        password: str = self.cleaned_data["oldpassword"]
        if not get_adapter(context.request).reauthenticate(self.user, password):
            raise get_adapter().validation_error("enter_current_password")
        return password
