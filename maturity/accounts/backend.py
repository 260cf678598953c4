"""Whom a session belongs to."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend

from maturity.models import User


class Backend(ModelBackend):
    """Django's, that brings a person's roles along: no page asks for them a second time."""

    def get_user(self, user_id: Any) -> User | None:
        user = User.objects.with_standing().filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
