"""Machines that wait for a release: a job of GitHub Actions, a paused ECS deployment."""

from __future__ import annotations

from django.db import models
from django.db.models import Q, TextChoices

from releases.models.applications import ENVIRONMENTS


class Caller(TextChoices):
    GITHUB = "github", "GitHub"
    ECS = "ecs", "ECS"


class Standing(TextChoices):
    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"
    EXPIRED = "expired"
    FAILED = "failed"


class GateCall(models.Model):
    """One of them. `address` is what an answer needs: a run's number, a hook's id. No secret.

    expires_at  when the machine itself gives up; answer: what it was told; error: why telling it failed
    """

    kind = models.CharField(max_length=10, choices=Caller)
    application = models.ForeignKey(
        "Application", models.CASCADE, null=True, blank=True, related_name="calls"
    )
    release = models.ForeignKey("Release", models.SET_NULL, null=True, blank=True, related_name="calls")
    environment = models.CharField(max_length=10, choices=ENVIRONMENTS, default="prod")
    external_id = models.CharField(max_length=250)
    address = models.JSONField(default=dict)
    url = models.CharField(max_length=500, blank=True, default="")
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.WAITING)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=1000, blank=True, default="")
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "external_id"], name="one_call_an_id")]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(standing="waiting"), name="call_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.external_id}"
