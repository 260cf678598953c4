"""Break-glass: a release that went without its gates, and the review it owes."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Override(models.Model):
    """blockers: what was open when somebody went on all the same, [{"item", "reason"}]."""

    release = models.ForeignKey("Release", models.CASCADE, related_name="overrides")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    principal = models.JSONField(default=dict)
    reason = models.TextField()
    incident = models.CharField(max_length=500, blank=True, default="")
    blockers = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"override of {self.release_id}"


class PostReviewQuerySet(models.QuerySet["PostReview"]):
    def open(self) -> PostReviewQuerySet:
        return self.filter(done_at__isnull=True)


class PostReview(models.Model):
    """Due 24 hours after; while it is open, the application's next normal release waits for it.

    told_at  when it was told that it is overdue
    """

    override = models.OneToOneField(Override, models.CASCADE, related_name="review")
    due_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    principal = models.JSONField(default=dict)
    findings = models.TextField(blank=True, default="")

    objects = PostReviewQuerySet.as_manager()

    def __str__(self) -> str:
        return f"review of {self.override_id}"
