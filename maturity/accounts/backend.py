"""Whom a session belongs to, and whose password that is."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Exists, OuterRef
from django.http import HttpRequest

from maturity.models import User

SECOND = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class Backend(AuthenticationBackend):
    """allauth's, that brings a person's roles along: no page asks for them a second time."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> AbstractBaseUser | None:
        """Where passwords are switched off, an administrator's still works: the provider may be down."""
        user = super().authenticate(request, **credentials)
        open_to_all: bool = settings.RUNGS_PASSWORD_LOGIN
        return user if open_to_all or getattr(user, "is_superuser", False) else None

    def get_user(self, user_id: Any) -> User | None:
        user = with_second_factor().filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None


def with_second_factor() -> Any:
    """People with their roles and `second_factor`: whether they have one."""
    return User.objects.with_standing().annotate(second_factor=second_factor())


def second_factor() -> Exists:
    return Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND))
