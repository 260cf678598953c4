"""Drift checks: every look at a stack, clean and failed ones too."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from maturity.core.plans.change import Finding


class Outcome(models.TextChoices):
    """How the check went; what it found is another matter."""

    FINISHED = "finished"
    ERRORED = "errored"
    TIMED_OUT = "timed_out"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"  # the state was locked


class Source(models.TextChoices):
    PUSH = "push"  # CI planned, and sent it
    PULL = "pull"  # a worker of ours planned


FINDINGS = [(str(one), str(one)) for one in Finding]


class DriftCheckQuerySet(models.QuerySet["DriftCheck"]):
    def newest_first(self) -> DriftCheckQuerySet:
        return self.order_by("-started_at", "-pk")

    def before(self, check: DriftCheck) -> DriftCheckQuerySet:
        """Those after this one in the order of `newest_first`."""
        at = check.started_at
        return self.filter(Q(started_at__lt=at) | Q(started_at=at, pk__lt=check.pk))

    def finished(self) -> DriftCheckQuerySet:
        return self.filter(outcome=Outcome.FINISHED)


class DriftCheck(models.Model):
    """One look at one stack.

    finding          "" unless it finished
    drifted          resources somebody must look at; `ignored` were left out by a noise rule
    plan             its changes, while they are kept; clean checks have none
    idempotency_key  what the sender calls this run: sending it twice writes one row
    url              the job that planned
    """

    stack = models.ForeignKey("Stack", models.CASCADE, related_name="checks", db_index=False)
    plan = models.ForeignKey("Plan", models.SET_NULL, null=True, blank=True, related_name="checks")
    run = models.ForeignKey("Run", models.SET_NULL, null=True, blank=True, related_name="checks")
    source = models.CharField(max_length=10, choices=Source, default=Source.PUSH)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.FINISHED)
    finding = models.CharField(max_length=20, choices=FINDINGS, blank=True, default="")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    day = models.DateField()
    drifted = models.PositiveIntegerField(default=0)
    pending = models.PositiveIntegerField(default=0)
    observed = models.PositiveIntegerField(default=0)
    ignored = models.PositiveIntegerField(default=0)
    commit = models.CharField(max_length=64, blank=True, default="")
    error = models.CharField(max_length=1000, blank=True, default="")
    url = models.CharField(max_length=500, blank=True, default="")
    idempotency_key = models.CharField(max_length=200, null=True, blank=True)

    objects = DriftCheckQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stack", "idempotency_key"],
                condition=Q(idempotency_key__isnull=False),
                name="one_row_a_push",
            )
        ]
        indexes = [
            models.Index(fields=["stack", "-started_at"], name="check_history"),
            models.Index(fields=["day"], name="check_day"),
        ]

    def __str__(self) -> str:
        return f"{self.stack_id} {self.started_at:%Y-%m-%d %H:%M}: {self.finding or self.outcome}"


class DailyRollup(models.Model):
    """Stacks by how they stood on a day: what trends are drawn from. Made from the stacks' calendars.

    team       its id, 0 for none: a plain number, so that the past outlives the team
    drifted    some check of the day saw drift; `failing` no check of the day came to an end
    unchecked  no check on that day, nor on the seven before
    checks     made on that day
    """

    day = models.DateField()
    team = models.PositiveBigIntegerField(default=0)
    environment = models.CharField(max_length=50, blank=True, default="")
    in_sync = models.PositiveIntegerField(default=0)
    drifted = models.PositiveIntegerField(default=0)
    failing = models.PositiveIntegerField(default=0)
    unchecked = models.PositiveIntegerField(default=0)
    checks = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "team", "environment"], name="one_rollup_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.team} {self.environment}"
