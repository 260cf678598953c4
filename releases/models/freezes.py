"""Freeze windows: times in which nothing goes to an environment."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q

from releases.core import recurrence
from releases.core.freezing import Window
from releases.models.applications import ENVIRONMENTS, Application


class FreezeQuerySet(models.QuerySet["FreezeWindow"]):
    def in_force(self) -> FreezeQuerySet:
        """Those that nobody ended. Whether one is open is said by its `window`."""
        return self.filter(ended_at__isnull=True)

    def of(self, application: Application) -> FreezeQuerySet:
        """Those that count for it: its own, its team's and the organisation's."""
        here = Q(team=None, application=None) | Q(application=application)
        if application.team_id is not None:
            here |= Q(team=application.team_id)
        return self.filter(here)


class FreezeWindow(models.Model):
    """Of the organisation, of a team, or of an application.

    starts_at, ends_at  the first time, as clocks in `time_zone` show it, kept as if they showed UTC: so 02:30
                        stays 02:30 where that night has none, and when a country changes its clocks
    ended_at            it does not count any more, whatever it says
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
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = FreezeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(team__isnull=True) | Q(application__isnull=True), name="freeze_has_one_scope"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def window(self) -> Window:
        """Raises KeyError, OSError or ValueError for a zone or a rule that is not understood here."""
        if self.rule:
            recurrence.read(self.rule)
        return Window(
            starts=self.starts_at.astimezone(UTC).replace(tzinfo=None),
            ends=self.ends_at.astimezone(UTC).replace(tzinfo=None),
            zone=ZoneInfo(self.time_zone), rule=self.rule, name=self.name, reason=self.reason,
        )  # fmt: skip
