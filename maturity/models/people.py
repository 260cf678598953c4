"""The person who signs in."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Django's user, ours from the first migration on, so that it can grow without a rewrite."""
