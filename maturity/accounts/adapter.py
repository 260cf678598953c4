"""What allauth is told about accounts: who waits, where one is led, and in which words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from maturity import words
from maturity.accounts import client
from maturity.accounts.words import ERRORS, MESSAGES
from maturity.actions.people import lockout
from maturity.models import User

ROUNDED_UP = timedelta(seconds=59)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {**DefaultAccountAdapter.error_messages, **ERRORS}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """By invitation only."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Of a password, typed to sign in or to confirm who one is. A locked name is not even looked at."""
        typed = str(credentials.get("username") or credentials.get("email") or "")
        attempt = admit(request, typed)
        AuthenticationBackend.unstash_authenticated_user()
        user = authenticate(request, **credentials)
        inactive = AuthenticationBackend.unstash_authenticated_user()
        if user is None and inactive is None:
            attempt.failed(_named(typed))
        else:
            attempt.succeeded()
        return user or inactive

    def get_client_ip(self, request: HttpRequest) -> str:
        return client.address(request)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Where people find Rungs, whatever host the request for it was sent to."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.RUNGS_URL + path.replace("UID-KEY", quote(key))

    def is_safe_url(self, url: str) -> bool:
        """This host alone: others that are answered here may belong to somebody else."""
        hosts = {self.request.get_host()}
        return url_has_allowed_host_and_scheme(url, hosts, require_https=self.request.is_secure())

    def add_message(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Of allauth's many messages, those that tell something the page does not show."""
        template = kwargs.pop("message_template", args[1] if len(args) > 1 else None)
        said = kwargs.pop("message", None) or MESSAGES.get(template or "")
        if said:
            super().add_message(request, args[0] if args else kwargs["level"], message=str(said))


def admit(request: HttpRequest, name: str) -> lockout.Attempt:
    """Raises ValidationError with the time that is left."""
    try:
        return lockout.admit(name, client.place(request))
    except lockout.Locked as locked:
        left = words.span(locked.until - timezone.now() + ROUNDED_UP)
        said = _("Too many attempts failed. Wait %(span)s, then try again.") % {"span": left}
        raise ValidationError(said, code="locked") from None


def _named(typed: str) -> User | None:
    return User.objects.filter(username__iexact=typed).first() or (
        User.objects.filter(email__iexact=typed).first() if "@" in typed else None
    )
