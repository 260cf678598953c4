"""Freeze windows: times in which nothing goes to an environment."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from releases.models.applications import ENVIRONMENTS


class FreezeWindow(models.Model):
    """Of the organisation, of a team, or of an application.

    starts_at, ends_at  the first time, as clocks in `time_zone` show it
    rule                RRULE of the following ones ("FREQ=WEEKLY;BYDAY=FR"); "" for once only
    """

    team = models.ForeignKey("maturity.Team", models.CASCADE, null=True, blank=True, related_name="freezes")
    application = models.ForeignKey(
        "Application", models.CASCADE, null=True, blank=True, related_name="freezes"
    )
    environment = models.CharField(max_length=10, choices=ENVIRONMENTS, default="prod")
    name = models.CharField(max_length=100)
    reason = models.CharField(max_length=500, blank=True, default="")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    rule = models.CharField(max_length=200, blank=True, default="")
    time_zone = models.CharField(max_length=50, default="UTC")
    created_by = models.CharField(max_length=150, blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(team__isnull=True) | Q(application__isnull=True), name="freeze_has_one_scope"
            ),
        ]

    def __str__(self) -> str:
        return self.name
