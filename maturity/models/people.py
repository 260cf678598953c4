"""The person who signs in."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """Django's user, ours from the first migration on, so that it can grow without a rewrite.

    inbox_seen  the newest Event this person has read of
    """

    inbox_seen = models.PositiveBigIntegerField(default=0)
