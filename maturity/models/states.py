"""State files and their locks, as the store that holds them tells."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class StateVersion(models.Model):
    """One version of a state. `by_ci` is null when nobody can tell who wrote it."""

    stack = models.ForeignKey("Stack", models.CASCADE, related_name="state_versions")
    version = models.CharField(max_length=200)
    serial = models.PositiveBigIntegerField(null=True, blank=True)
    lineage = models.CharField(max_length=64, blank=True, default="")
    terraform_version = models.CharField(max_length=30, blank=True, default="")
    size = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField()
    who = models.CharField(max_length=300, blank=True, default="")
    by_ci = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stack", "version"], name="one_row_a_state_version")]
        indexes = [models.Index(fields=["stack", "-at"], name="state_history")]

    def __str__(self) -> str:
        return f"serial {self.serial}"


class StateLockQuerySet(models.QuerySet["StateLock"]):
    def held(self) -> StateLockQuerySet:
        return self.filter(released_at__isnull=True)


class StateLock(models.Model):
    """A lock we saw. `since` is what the lock itself says; `told_at` when its long hold was announced."""

    stack = models.ForeignKey("Stack", models.CASCADE, related_name="locks")
    lock_id = models.CharField(max_length=100)
    who = models.CharField(max_length=300, blank=True, default="")
    operation = models.CharField(max_length=100, blank=True, default="")
    info = models.CharField(max_length=500, blank=True, default="")
    place = models.CharField(max_length=500, blank=True, default="")
    since = models.DateTimeField()
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    objects = StateLockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stack"], condition=Q(released_at__isnull=True), name="one_held_lock"
            )
        ]

    def __str__(self) -> str:
        return f"lock {self.lock_id} of {self.who}"
