"""Attempts to sign in that failed: one place for every process and machine, so that none counts anew."""

from __future__ import annotations

from datetime import datetime

from django.db import models


class Attempts(models.Model):
    """How often somebody failed since they last got in.

    whom          digest of the name that was typed, or of the account whose code was asked for; "" is anybody
    place         client address (of IPv6 the network); "" is anywhere that is not known for `whom`
    locked_until  until then nothing is tried
    signed_in_at  when `whom` last got in from `place`, which makes it known for a while
    """

    whom = models.CharField(max_length=64, blank=True, default="")
    place = models.CharField(max_length=45, blank=True, default="")
    failures = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField(null=True, blank=True)
    locked_until = models.DateTimeField(null=True, blank=True)
    signed_in_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["whom", "place"], name="one_count_each")]

    def __str__(self) -> str:
        return f"{self.whom[:8]} {self.place}: {self.failures}"

    def is_locked(self, now: datetime) -> bool:
        return self.locked_until is not None and self.locked_until > now
