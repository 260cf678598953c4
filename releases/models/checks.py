"""What was answered to each item of a release's checklist, and what was waived."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from releases.core.gate import Outcome

OUTCOMES = [(one.value, one.value) for one in Outcome]


class CheckRun(models.Model):
    """One answer. Answers are kept; `current` is the last one of its item.

    item      the key of the checklist's item
    source    "gate", "api" (CI sent it)
    digest    the subject it was given for: see Release.digest
    evidence  [core.gate.Evidence]
    by        the token or person that sent it; "" for a gate
    """

    release = models.ForeignKey("Release", models.CASCADE, related_name="checks")
    item = models.CharField(max_length=60)
    current = models.BooleanField(default=True)
    outcome = models.CharField(max_length=20, choices=OUTCOMES)
    reason = models.CharField(max_length=1000)
    answer = models.CharField(max_length=500, blank=True, default="")
    evidence = models.JSONField(default=list, blank=True)
    values = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=64)
    source = models.CharField(max_length=10, default="gate")
    by = models.CharField(max_length=200, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "item"], condition=Q(current=True), name="one_current_answer_an_item"
            )
        ]
        indexes = [models.Index(fields=["release", "item", "-at"], name="check_run_history")]

    def __str__(self) -> str:
        return f"{self.item}: {self.outcome}"


class Waiver(models.Model):
    """Somebody takes an item upon themselves, for this subject, until a time. Who waives does not sign."""

    release = models.ForeignKey("Release", models.CASCADE, related_name="waivers")
    item = models.CharField(max_length=60)
    reason = models.TextField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    principal = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_how = models.CharField(max_length=20, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.item} waived"
