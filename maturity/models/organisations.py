"""What holds for everybody here: one row, or its defaults while nobody changed anything."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models

ONLY = 1


class Organisation(models.Model):
    """Settings of the whole organisation.

    open_read          everybody who signs in may look at everything; otherwise only at what their teams own
    require_mfa        administrators, leads and approvers must have a second factor
    time_zone          of people who chose none, of digests and of quiet hours
    goal_level         the level the overview counts towards
    scan_stale_days    a repository not scanned for so long is out of date
    check_stale_days   a stack not checked for so long is out of date
    lock_minutes       a state locked for longer is told of
    hook_version       rises to make the secrets of webhooks of whole hosts new ones
    emergency_contact  whom to call, shown where somebody rolls back
    """

    name = models.CharField(max_length=100, blank=True, default="")
    open_read = models.BooleanField(default=True)
    require_mfa = models.BooleanField(default=False)
    time_zone = models.CharField(max_length=50, default="UTC")
    goal_level = models.PositiveSmallIntegerField(default=3)
    scan_stale_days = models.PositiveSmallIntegerField(default=3)
    check_stale_days = models.PositiveSmallIntegerField(default=8)
    lock_minutes = models.PositiveIntegerField(default=60)
    hook_version = models.PositiveIntegerField(default=1)
    emergency_contact = models.CharField(max_length=200, blank=True, default="")

    def __str__(self) -> str:
        return self.name or "organisation"

    @property
    def lock_long(self) -> timedelta:
        return timedelta(minutes=self.lock_minutes)

    def scans_fresh_since(self, now: datetime) -> datetime:
        """A repository scanned before that is out of date."""
        return now - timedelta(days=self.scan_stale_days)

    def checks_fresh_since(self, now: datetime) -> datetime:
        """A stack checked before that is out of date."""
        return now - timedelta(days=self.check_stale_days)

    @classmethod
    def columns(cls) -> list[str]:
        return [field.name for field in cls._meta.concrete_fields if not field.primary_key]

    @classmethod
    def current(cls) -> Organisation:
        return cls.objects.filter(pk=ONLY).first() or cls(pk=ONLY)
