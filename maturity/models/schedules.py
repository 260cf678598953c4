"""Schedules: what is due when. Claimed by compare-and-swap, so two clocks do not start a run twice."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.db import models
from django.db.models import Q

from maturity.core.schedule import next_time


class ScheduleQuerySet(models.QuerySet["Schedule"]):
    def due(self, now: datetime) -> ScheduleQuerySet:
        return self.filter(enabled=True, next_run_at__lte=now).order_by("next_run_at", "pk")


class Schedule(models.Model):
    """`cron`, in UTC, decides when it is given, `every` otherwise.

    kind  "scan", "plan" of one stack, "pulls", "state"
    """

    kind = models.CharField(max_length=20, default="scan")
    repository = models.ForeignKey("Repository", models.CASCADE, related_name="schedules")
    stack = models.ForeignKey("Stack", models.CASCADE, null=True, blank=True, related_name="schedules")
    every = models.DurationField()
    cron = models.CharField(max_length=100, blank=True, default="")
    next_run_at = models.DateTimeField()
    enabled = models.BooleanField(default=True)
    last_run = models.ForeignKey("Run", models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["repository", "kind"], condition=Q(stack__isnull=True), name="one_schedule_a_kind"
            ),
            models.UniqueConstraint(fields=["stack", "kind"], name="one_schedule_a_stack"),
        ]
        indexes = [models.Index(fields=["next_run_at"], condition=Q(enabled=True), name="schedule_due")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.repository_id} every {self.every}"

    def claim(self, now: datetime) -> bool:
        """Move it to its next time, unless another clock already did. Missed times are not made up for."""
        if self.next_run_at > now:
            return False
        following = self._following(now)
        mine = Schedule.objects.filter(pk=self.pk, enabled=True, next_run_at=self.next_run_at)
        if mine.update(next_run_at=following) != 1:
            return False
        self.next_run_at = following
        return True

    def _following(self, now: datetime) -> datetime:
        if self.cron:
            with suppress(ValueError):  # it was checked when it was stored
                return next_time(self.cron, now)
        missed = (now - self.next_run_at) // self.every
        return self.next_run_at + self.every * (missed + 1)
