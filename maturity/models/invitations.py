"""Links that make an account, or let somebody into one: shown once, used once."""

from __future__ import annotations

import secrets
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class InvitationKind(models.TextChoices):
    """FIRST makes the first administrator, JOIN a new account, RETURN leads into one that is here."""

    FIRST = "first", _("first administrator")
    JOIN = "join", _("new account")
    RETURN = "return", _("way back in")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, now: datetime) -> InvitationQuerySet:
        return self.filter(used_at__isnull=True, expires_at__gt=now)

    def of(self, secret: str) -> InvitationQuerySet:
        return self.filter(digest=Invitation.digest_of(secret))


class Invitation(models.Model):
    """The secret is never stored: a digest of it is.

    email          who is invited; the address counts as theirs, an administrator says so
    administrator  whoever takes it becomes an administrator
    user           RETURN: whose account it leads to; otherwise who took it
    used_at        when it was taken, or taken back
    """

    digest = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=10, choices=InvitationKind)
    email = models.EmailField(blank=True, default="")
    administrator = models.BooleanField(default=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.purpose} {self.email}"

    @staticmethod
    def make() -> str:
        return secrets.token_urlsafe(32)

    @staticmethod
    def digest_of(secret: str) -> str:
        return sha256(secret.encode()).hexdigest()

    def take(self, now: datetime) -> bool:
        """False: somebody was faster, or it is over."""
        return Invitation.objects.open(now).filter(pk=self.pk).update(used_at=now) == 1
