"""Importing many repositories of an organisation or a group at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

LEASE = timedelta(seconds=90)
ATTEMPTS = 5


class ImportState(models.TextChoices):
    LISTING = "listing"
    CHOOSING = "choosing"  # listed; a person says which
    CONNECTING = "connecting"
    FINISHED = "finished"
    ERRORED = "errored"


AT_WORK = (ImportState.LISTING, ImportState.CONNECTING)


class ImportQuerySet(models.QuerySet["Import"]):
    def free(self, now: datetime) -> ImportQuerySet:
        """There is work to do, and nobody at it."""
        return self.filter(Q(lease_until__isnull=True) | Q(lease_until__lt=now), state__in=AT_WORK)


class Import(models.Model):
    """One look at an organisation, and what was taken from it.

    A worker claims it by `lease_until`, and writes rows only while the lease is its own; what is connected
    already is not done again when another takes over.

    address  "https://github.com/acme"
    host     of `Host`
    by_rule  CODEOWNERS and topics say whose each repository is; otherwise all are the `team`'s
    page     of the host's list, the next to ask for
    capped   the host has more than are listed here
    worker   who holds the lease; `attempt`: claims since something got done, or a worker handed it back well
    sent_at  when workers were last told
    error    why it stopped, or waits: in the host's words
    """

    address = models.CharField(max_length=500)
    host = models.CharField(max_length=10)
    team = models.ForeignKey("Team", models.SET_NULL, null=True, blank=True, related_name="+")
    by_rule = models.BooleanField(default=False)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="imports")
    requested_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=ImportState, default=ImportState.LISTING)
    page = models.PositiveIntegerField(default=1)
    capped = models.BooleanField(default=False)
    worker = models.CharField(max_length=100, blank=True, default="")
    attempt = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True, default="")

    objects = ImportQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["lease_until"], condition=Q(state__in=["listing", "connecting"]), name="import_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.address}: {self.state}"

    @property
    def at_work(self) -> bool:
        return self.state in AT_WORK

    def claim(self, worker: str, now: datetime) -> bool:
        """Make it ours for a while. False: somebody else is at it, or there is nothing to do."""
        taken = {"worker": worker, "lease_until": now + LEASE, "attempt": F("attempt") + 1}
        won = Import.objects.free(now).filter(pk=self.pk).update(**taken) == 1
        if won:
            self.refresh_from_db()
        return won

    def move(self, **changes: Any) -> bool:
        """Change it while it is ours. False: it is not any more, and nothing was written."""
        mine = Import.objects.filter(pk=self.pk, worker=self.worker, state=self.state)
        if mine.update(**changes) != 1:
            return False
        self.refresh_from_db()
        return True

    def hand_back(self, until: datetime | None = None, error: str = "", attempt: int = 0) -> bool:
        """Anybody may go on with it: now, or not before a moment. attempt: counts on after a failure."""
        return self.move(worker="", lease_until=until, error=error[:2000], attempt=attempt)

    def end(self, state: ImportState, now: datetime, error: str = "") -> bool:
        over = {"finished_at": now if state != ImportState.CHOOSING else None, "error": error[:2000]}
        return self.move(state=state, worker="", lease_until=None, attempt=0, **over)


class ImportItem(models.Model):
    """One repository that was seen.

    chosen  a person wants it; `error` says why it was not connected
    """

    of = models.ForeignKey(Import, models.CASCADE, related_name="items")
    name = models.CharField(max_length=200)
    url = models.CharField(max_length=500)
    topics = models.JSONField(default=list, blank=True)
    archived = models.BooleanField(default=False)
    fork = models.BooleanField(default=False)
    empty = models.BooleanField(default=False)
    pushed_at = models.DateTimeField(null=True, blank=True)
    chosen = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True, blank=True)
    repository = models.ForeignKey("Repository", models.SET_NULL, null=True, blank=True, related_name="+")
    error = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "url"], name="one_item_a_repository")]

    def __str__(self) -> str:
        return self.name
