"""Ways into the cloud and into Rungs: roles we may assume, tokens others may use."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When

if TYPE_CHECKING:
    from maturity.models.repositories import Repository

PREFIX = "rungs_"


class Connection(models.Model):
    """An AWS role to read with. No secret: the worker's own identity assumes it.

    team      whose leads may see and change it; null: every lead may use it, administrators change it
    ci_roles  globs over the names of roles that CI plans and applies with
    endpoint  another address than AWS's own, for stores that speak S3; "" otherwise
    error     why the last use failed, in the provider's words; "" when it worked
    """

    name = models.CharField(max_length=100, unique=True)
    team = models.ForeignKey("Team", models.SET_NULL, null=True, blank=True, related_name="connections")
    role_arn = models.CharField(max_length=200, blank=True, default="")
    external_id = models.CharField(max_length=200, blank=True, default="")
    region = models.CharField(max_length=30, blank=True, default="")
    endpoint = models.CharField(max_length=300, blank=True, default="")
    account = models.CharField(max_length=20, blank=True, default="")
    cloudtrail = models.BooleanField(default=False)
    ci_roles = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return self.name


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def in_force(self, now: datetime) -> ApiTokenQuerySet:
        fresh = Q(expires_at__isnull=True) | Q(expires_at__gt=now)
        return self.filter(fresh, revoked_at__isnull=True)

    def reaching(self, repository: Repository) -> ApiTokenQuerySet:
        """Those that work for this repository: its own, and those of its team."""
        return self.filter(Q(repository=repository) | Q(team__isnull=False, team=repository.team_id))

    def grant(self, minute: int, requests: int, most: int, now: datetime) -> bool:
        """Let them make so many requests more in this minute, and note that they are in use."""
        free = self.exclude(minute=minute, asked__gte=most)
        asked = Case(When(minute=minute, then=F("asked") + requests), default=Value(requests))
        return free.update(minute=minute, asked=asked, last_used_at=now) > 0


class ApiToken(models.Model):
    """Lets a machine do `verbs` on one repository, or on all of one team.

    Only a hash is kept: the token itself is shown once.

    verbs   "push": send plans; "read": ask how stacks stand; other apps add theirs: maturity/verbs/
    hint    its last four letters, so that people can tell tokens apart
    minute  of the last requests, since 1970; asked: how many were granted to it in that minute
    """

    repository = models.ForeignKey("Repository", models.CASCADE, null=True, blank=True, related_name="tokens")
    team = models.ForeignKey("Team", models.CASCADE, null=True, blank=True, related_name="tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=8)
    verbs = models.JSONField(default=list)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    minute = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(repository__isnull=True) ^ Q(team__isnull=True), name="token_has_one_scope"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} …{self.hint}"

    @staticmethod
    def make() -> str:
        return PREFIX + secrets.token_urlsafe(32)

    @staticmethod
    def digest_of(token: str) -> str:
        """Plain SHA-256 is enough: the token is random, nobody guesses 256 bits."""
        return hashlib.sha256(token.encode()).hexdigest()
