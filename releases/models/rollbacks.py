"""Rollback plans, rehearsals, and rollbacks that were done."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models

from releases.models.applications import ENVIRONMENTS


class RollbackPlan(models.Model):
    """Made with every release. A person accepts it before the release can go.

    steps            [core.rollback.Step], in order; warnings: what of them cannot simply be done
    limits           [core.rollback.Limit]
    deadline_at      after it, going back costs more than a switch: deadline_why says what; null when nothing
                     ends, or while that counts from a start that was not yet. As of the last change
    written          a person changed the steps: they are not made anew
    accepted_digest  the subject it was accepted for: see Release.digest
    """

    release = models.OneToOneField("Release", models.CASCADE, related_name="rollback_plan")
    steps = models.JSONField(default=list)
    warnings = models.JSONField(default=list, blank=True)
    limits = models.JSONField(default=list, blank=True)
    deadline_at = models.DateTimeField(null=True, blank=True)
    deadline_why = models.CharField(max_length=300, blank=True, default="")
    written = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    accepted_digest = models.CharField(max_length=64, blank=True, default="")
    principal = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return f"rollback plan of {self.release_id}"

    def accepted_for(self, digest: str) -> bool:
        """By a person, as it is now, for this subject."""
        return self.accepted_at is not None and self.accepted_digest == digest


class RollbackQuerySet(models.QuerySet["Rollback"]):
    def newest(self) -> Rollback | None:
        return self.order_by("-started_at", "-pk").first()


class Rollback(models.Model):
    """outcome: "" while it runs, "changed", "nothing_changed" (which is a failure), "failed"."""

    release = models.ForeignKey("Release", models.CASCADE, related_name="rollbacks")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    principal = models.JSONField(default=dict)
    reason = models.TextField(blank=True, default="")
    to_version = models.CharField(max_length=100, blank=True, default="")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True, default="")
    seen = models.CharField(max_length=500, blank=True, default="")

    objects = RollbackQuerySet.as_manager()

    def __str__(self) -> str:
        return f"rollback of {self.release_id}"


class Rehearsal(models.Model):
    """Somebody rolled back on purpose, to know that it works. seconds: how long it took."""

    application = models.ForeignKey("Application", models.CASCADE, related_name="rehearsals")
    release = models.ForeignKey("Release", models.SET_NULL, null=True, blank=True, related_name="rehearsals")
    environment = models.CharField(max_length=10, choices=ENVIRONMENTS, default="stage")
    version = models.CharField(max_length=100, blank=True, default="")
    worked = models.BooleanField(default=True)
    seconds = models.PositiveIntegerField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True, default="")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"rehearsal of {self.application_id}"

    @property
    def took(self) -> timedelta | None:
        return None if self.seconds is None else timedelta(seconds=self.seconds)
