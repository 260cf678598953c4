"""Plans: what was about to change, as far as it may be kept."""

from __future__ import annotations

import zlib

import msgspec
from django.db import models
from django.db.models import Q

from maturity.core.plans.change import ResourceChange
from maturity.models.checks import FINDINGS, Source


class Purpose(models.TextChoices):
    CHECK = "check"  # of the default branch, to see drift
    PULL_REQUEST = "pull_request"
    APPLY = "apply"  # reviewed before or written down after an apply


class PlanQuerySet(models.QuerySet["Plan"]):
    def newest_first(self) -> PlanQuerySet:
        return self.order_by("-at", "-pk")

    def before(self, plan: Plan) -> PlanQuerySet:
        """Those after this one in the order of `newest_first`."""
        return self.filter(Q(at__lt=plan.at) | Q(at=plan.at, pk__lt=plan.pk))


class Plan(models.Model):
    """One plan that has changes. `errored`: it failed, and what it shows is only part of the truth.

    at               when it was planned
    superseded_at    a later plan of the same pull request took its place
    idempotency_key  what the sender calls this run, unless a check carries it
    sketch           see `core.plans.reading.Reading`
    """

    repository = models.ForeignKey("Repository", models.CASCADE, related_name="plans")
    stack = models.ForeignKey("Stack", models.CASCADE, null=True, blank=True, related_name="plans")
    pull_request = models.ForeignKey(
        "PullRequest", models.SET_NULL, null=True, blank=True, related_name="plans"
    )
    run = models.ForeignKey("Run", models.SET_NULL, null=True, blank=True, related_name="plans")
    purpose = models.CharField(max_length=20, choices=Purpose, default=Purpose.CHECK)
    source = models.CharField(max_length=10, choices=Source, default=Source.PUSH)
    title = models.CharField(max_length=250, blank=True, default="")
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    duration = models.DurationField(null=True, blank=True)
    commit = models.CharField(max_length=64, blank=True, default="")
    ref = models.CharField(max_length=250, blank=True, default="")
    actor = models.CharField(max_length=200, blank=True, default="")
    url = models.CharField(max_length=500, blank=True, default="")
    tool = models.CharField(max_length=20, blank=True, default="")
    version = models.CharField(max_length=30, blank=True, default="")
    form = models.CharField(max_length=10, blank=True, default="")
    finding = models.CharField(max_length=20, choices=FINDINGS, blank=True, default="")
    errored = models.BooleanField(default=False)
    complete = models.BooleanField(default=True)
    error = models.CharField(max_length=1000, blank=True, default="")

    creates = models.PositiveIntegerField(default=0)
    updates = models.PositiveIntegerField(default=0)
    deletes = models.PositiveIntegerField(default=0)
    replaces = models.PositiveIntegerField(default=0)
    forgets = models.PositiveIntegerField(default=0)
    imports = models.PositiveIntegerField(default=0)
    moves = models.PositiveIntegerField(default=0)
    drifted = models.PositiveIntegerField(default=0)
    pending = models.PositiveIntegerField(default=0)
    observed = models.PositiveIntegerField(default=0)
    outputs = models.PositiveIntegerField(default=0)
    resources = models.PositiveIntegerField(default=0)
    holds_data = models.PositiveIntegerField(default=0)
    sketch = models.JSONField(default=list, blank=True)
    failed_checks = models.JSONField(default=list, blank=True)
    diagnostics = models.JSONField(default=list, blank=True)
    notes = models.JSONField(default=list, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    idempotency_key = models.CharField(max_length=200, null=True, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["repository", "stack", "idempotency_key"], name="one_plan_a_push")
        ]
        indexes = [
            models.Index(fields=["-at"], name="plan_newest"),
            models.Index(fields=["stack", "-at"], name="plan_history"),
            models.Index(fields=["pull_request", "-at"], name="plan_of_pull_request"),
        ]

    def __str__(self) -> str:
        return f"plan {self.pk}"

    @property
    def destroys(self) -> int:
        return self.deletes + self.replaces

    @property
    def changes(self) -> list[ResourceChange]:
        """As `Reading.changes`; none when their time was over."""
        content = PlanContent.objects.filter(plan=self).first()
        return content.changes if content else []


class PlanContent(models.Model):
    """The changes of one plan, packed. Apart from the plan, so that lists never load it."""

    plan = models.OneToOneField(Plan, models.CASCADE, primary_key=True, related_name="content")
    body = models.BinaryField()

    def __str__(self) -> str:
        return f"content of plan {self.plan_id}"

    @staticmethod
    def pack(changes: tuple[ResourceChange, ...]) -> bytes:
        return zlib.compress(msgspec.json.encode(changes), 6)

    @property
    def changes(self) -> list[ResourceChange]:
        return msgspec.json.decode(zlib.decompress(bytes(self.body)), type=list[ResourceChange])
