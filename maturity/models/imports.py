"""Importing many repositories of an organisation or a group at once."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class ImportState(models.TextChoices):
    LISTING = "listing"
    CHOOSING = "choosing"  # listed; a person says which
    CONNECTING = "connecting"
    FINISHED = "finished"
    ERRORED = "errored"


class Import(models.Model):
    """One look at an organisation, and what was taken from it.

    A worker claims it by `lease_until`; what is connected already is not done again when another takes over.

    address  "https://github.com/acme"
    host     of `Host`
    """

    address = models.CharField(max_length=500)
    host = models.CharField(max_length=10)
    team = models.ForeignKey("Team", models.SET_NULL, null=True, blank=True, related_name="+")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="imports")
    requested_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=ImportState, default=ImportState.LISTING)
    lease_until = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["lease_until"], condition=Q(state__in=["listing", "connecting"]), name="import_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.address}: {self.state}"


class ImportItem(models.Model):
    """One repository that was seen.

    chosen  a person wants it; `error` says why it was not connected
    """

    of = models.ForeignKey(Import, models.CASCADE, related_name="items")
    name = models.CharField(max_length=200)
    url = models.CharField(max_length=500)
    topics = models.JSONField(default=list, blank=True)
    archived = models.BooleanField(default=False)
    pushed_at = models.DateTimeField(null=True, blank=True)
    chosen = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True, blank=True)
    repository = models.ForeignKey("Repository", models.SET_NULL, null=True, blank=True, related_name="+")
    error = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "url"], name="one_item_a_repository")]

    def __str__(self) -> str:
        return self.name
