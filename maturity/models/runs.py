"""Runs: the truth about work. A message only carries a run's id, so a lost or doubled one is harmless."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

if TYPE_CHECKING:
    from maturity.models.stacks import Stack

LEASE = timedelta(seconds=60)
ATTEMPTS = 3
REMIND_AFTER = timedelta(seconds=60)  # a message that was not answered by then may be lost


class State(models.TextChoices):
    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    ERRORED = "errored"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"  # somebody else held the state's lock


class Kind(models.TextChoices):
    SCAN = "scan"
    PLAN = "plan"


class Trigger(models.TextChoices):
    MANUAL = "manual"
    SCHEDULE = "schedule"
    APPLY = "apply"  # an apply was seen, so the cloud is looked at once


OPEN = (State.QUEUED, State.RUNNING)


def scan_of(repository_id: int) -> str:
    """`Run.exclusive` of scans: one repository is read once at a time."""
    return f"scan:{repository_id}"


def plan_of(stack: Stack) -> str:
    """`Run.exclusive` of plans: one state is planned once at a time, whichever directories lead to it."""
    place = stack.state_object
    if place is None:
        return f"stack:{stack.pk}"
    text = f"state:{place}"
    return text if len(text) <= 500 else f"state:{hashlib.sha256(text.encode()).hexdigest()}"


class RunQuerySet(models.QuerySet["Run"]):
    def open(self) -> RunQuerySet:
        return self.filter(state__in=OPEN)

    def expired(self, now: datetime) -> RunQuerySet:
        """Running, but whoever ran it has stopped renewing the lease."""
        return self.filter(state=State.RUNNING, lease_until__lt=now)

    def waiting(self, before: datetime) -> RunQuerySet:
        """Queued for so long that its message may be lost."""
        return self.filter(state=State.QUEUED, queued_at__lt=before)


class Run(models.Model):
    """One piece of work.

    Every change of state is one conditional UPDATE, so of two workers exactly one wins,
    and a worker that lost its lease cannot overwrite what the next one did.

    exclusive  what only one open run may have at a time: "scan:7" of a repository, "state:…" of a state
    phase      how far a plan is: "checkout", "init", "plan", "show", "reading"
    """

    kind = models.CharField(max_length=20, choices=Kind, default=Kind.SCAN)
    repository = models.ForeignKey("Repository", models.CASCADE, related_name="runs")
    stack = models.ForeignKey("Stack", models.CASCADE, null=True, blank=True, related_name="runs")
    exclusive = models.CharField(max_length=500)
    trigger = models.CharField(max_length=10, choices=Trigger, default=Trigger.MANUAL)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="requested_runs"
    )
    requested_at = models.DateTimeField()
    queued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=100, blank=True, default="")
    progress = models.CharField(max_length=200, blank=True, default="")
    percent = models.PositiveSmallIntegerField(null=True, blank=True)
    error = models.TextField(blank=True, default="")
    phase = models.CharField(max_length=20, blank=True, default="")
    cancel_requested_at = models.DateTimeField(null=True, blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["exclusive"], condition=Q(state__in=OPEN), name="one_open_run")
        ]
        indexes = [
            models.Index(fields=["repository", "-requested_at"], name="run_history"),
            models.Index(fields=["stack", "-requested_at"], name="run_history_of_stack"),
            models.Index(fields=["state", "lease_until"], condition=Q(state__in=OPEN), name="run_open"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}: {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def claim(self, worker: str, now: datetime) -> bool:
        """Make a queued run ours. False: somebody else has it, or it is over."""
        return self._move(
            State.QUEUED,
            {"state": State.RUNNING, "worker": worker, "attempt": F("attempt") + 1, "started_at": now,
             "lease_until": now + LEASE, "heartbeat_at": now, "progress": "", "percent": None, "error": "",
             "phase": ""},
        )  # fmt: skip

    def beat(self, now: datetime, **progress: Any) -> bool:
        """Renew the lease, and tell how far we are (`progress`, `percent`). False: it is no longer ours."""
        return self._move(
            State.RUNNING, {"lease_until": now + LEASE, "heartbeat_at": now, **progress}, mine=True
        )

    def finish(self, now: datetime) -> bool:
        done = {
            "state": State.FINISHED,
            "finished_at": now,
            "lease_until": None,
            "progress": "",
            "percent": 100,
        }
        return self._move(State.RUNNING, done, mine=True)

    def fail(self, now: datetime, error: str) -> bool:
        """End it with one sentence for people."""
        return self.end(State.ERRORED, now, error)

    def end(self, state: State, now: datetime, error: str = "") -> bool:
        """End it without a result: it failed, was cancelled, or somebody held the lock."""
        done = {"state": state, "finished_at": now, "lease_until": None, "error": error[:2000]}
        return self._move(State.RUNNING, done, mine=True)

    def requeue(self, now: datetime, error: str) -> bool:
        """Give it back to the queue after a failure that may pass."""
        return self._move(
            State.RUNNING,
            {
                "state": State.QUEUED,
                "queued_at": now,
                "lease_until": None,
                "worker": "",
                "error": error[:2000],
            },
            mine=True,
        )

    def cancel(self, now: datetime) -> bool:
        return self._move(State.QUEUED, {"state": State.CANCELLED, "finished_at": now})

    def ask_to_stop(self, now: datetime) -> bool:
        """Its worker sees it within seconds. False: it does not run, or was asked before."""
        asked = {"cancel_requested_at": now}
        return self._move(State.RUNNING, asked, cancel_requested_at__isnull=True)

    def asked_to_stop(self) -> bool:
        return Run.objects.filter(pk=self.pk, cancel_requested_at__isnull=False).exists()

    def lapse(self, now: datetime) -> bool:
        """Take it from a worker that stopped renewing its lease: back to the queue, or given up."""
        error = f"The worker stopped in the middle ({self.attempt} of {ATTEMPTS} attempts)."
        changes = {"state": State.QUEUED, "queued_at": now, "lease_until": None, "worker": "", "error": error}
        if self.attempt >= ATTEMPTS:
            changes |= {"state": State.ERRORED, "finished_at": now}
        return self._move(State.RUNNING, changes, mine=True, lease_until__lt=now)

    def remind(self, now: datetime, before: datetime) -> bool:
        """Its message may be lost. True: it is ours to send again."""
        return self._move(State.QUEUED, {"queued_at": now}, queued_at__lt=before)

    def _move(self, state: State, changes: dict[str, Any], *, mine: bool = False, **condition: Any) -> bool:
        held = {"worker": self.worker, "attempt": self.attempt} if mine else {}
        moved = Run.objects.filter(pk=self.pk, state=state, **held, **condition).update(**changes) == 1
        if moved:
            self.refresh_from_db(fields=[*changes])
        return moved


class RunLog(models.Model):
    """What a plan printed, redacted, and cut in the middle when it is too long. Lists never load it."""

    run = models.OneToOneField(Run, models.CASCADE, primary_key=True, related_name="log")
    text = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return f"log of run {self.run_id}"
