"""Checklist templates: every change makes a new version, and no version ever changes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from releases.core import checklist
from releases.core.checklist import Checklist


class ChecklistTemplate(models.Model):
    """What an application adds to its team's list, a team to the organisation's, and that one to ours.

    One for each of them at most. Without team and application: the organisation's.
    """

    team = models.OneToOneField(
        "maturity.Team", models.CASCADE, null=True, blank=True, related_name="checklist"
    )
    application = models.OneToOneField(
        "releases.Application", models.CASCADE, null=True, blank=True, related_name="checklist"
    )
    current = models.ForeignKey("ChecklistVersion", models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(team__isnull=True) | Q(application__isnull=True), name="template_has_one_owner"
            ),
        ]

    def __str__(self) -> str:
        return f"template {self.pk}"


class ChecklistVersion(models.Model):
    """number: from 1, one more with each change. body: `core.checklist.packed`."""

    template = models.ForeignKey(ChecklistTemplate, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    body = models.JSONField()
    digest = models.CharField(max_length=64)
    note = models.CharField(max_length=200, blank=True, default="")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["template", "number"], name="one_version_a_number")]

    def __str__(self) -> str:
        return f"version {self.number}"

    @property
    def checklist(self) -> Checklist:
        return checklist.unpacked(self.body)
