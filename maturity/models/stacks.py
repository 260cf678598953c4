"""Stacks: one Terraform state or its like, as last seen in the files."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce

from maturity.core.plan_input import PLANNED
from maturity.core.state.places import Place, place_of
from maturity.models.checks import FINDINGS, Outcome

CALENDAR_DAYS = 400
WITH_PLANS = (*PLANNED, "cdktf", "terramate")
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class StackQuerySet(models.QuerySet["Stack"]):
    def present(self) -> StackQuerySet:
        return self.filter(gone_at__isnull=True)

    def checkable(self) -> StackQuerySet:
        """Those a plan can tell of: nobody waits for a check of an Ansible inventory or a Flux cluster."""
        return self.filter(Q(tool__in=WITH_PLANS) | Q(checked_at__isnull=False))

    def checked(self) -> StackQuerySet:
        """Ever looked at: the denominator of every count of drift."""
        return self.filter(checked_at__isnull=False)

    def drifted(self) -> StackQuerySet:
        return self.filter(drift_since__isnull=False)

    def failing(self) -> StackQuerySet:
        return self.filter(failing_since__isnull=False)

    def stale(self, fresh_since: datetime) -> StackQuerySet:
        """Checked once, and not for so long that what is shown may be wrong."""
        return self.filter(checked_at__lt=fresh_since)

    def matching(self, q: str) -> StackQuerySet:
        """Every word must occur in the name, the folder, the environment or the repository's name."""
        found = self
        for word in q.split():
            here = Q(directory__icontains=word) | Q(name__icontains=word)
            found = found.filter(here | Q(environment=word) | Q(repository__name__icontains=word))
        return found

    def ranked(self, since: datetime) -> StackQuerySet:
        """With `rank`, one of `Rank`, and `troubled_at`: since when it drifts or fails, or long ago."""
        return self.annotate(
            rank=Case(
                When(drift_since__isnull=False, then=Value(Rank.DRIFTED)),
                When(failing_since__isnull=False, then=Value(Rank.FAILING)),
                When(checked_at__isnull=True, then=Value(Rank.NEVER)),
                When(drifted_at__gte=since, then=Value(Rank.RECENT)),
                default=Value(Rank.CALM),
                output_field=models.IntegerField(),
            ),
            troubled_at=Coalesce("drift_since", "failing_since", Value(LONG_AGO)),
        )

    def worst_first(self) -> StackQuerySet:
        """Of `ranked` stacks: drifted now, longest first, then failing, then those that had drift."""
        return self.order_by(F("rank"), F("troubled_at"), "pk")

    def ranking(self, *ranks: Rank) -> StackQuerySet:
        """Of `ranked` stacks: those of these ranks."""
        return self.filter(Q(("rank__in", ranks)))

    def after(self, stack: Stack) -> StackQuerySet:
        """Of stacks in the order of `worst_first`: those after this one, which is `ranked` too."""
        rank, at = getattr(stack, "rank", 0), getattr(stack, "troubled_at", LONG_AGO)
        later = Q(("troubled_at__gt", at)) | Q(("troubled_at", at), pk__gt=stack.pk)
        return self.filter(Q(("rank__gt", rank)) | Q(("rank", rank)) & later)


class Rank(models.IntegerChoices):
    """The order of stacks on the drift page."""

    DRIFTED = 0
    FAILING = 1
    RECENT = 2  # nothing drifts now, but something did
    CALM = 3
    NEVER = 4


class Mode(models.TextChoices):
    """Who plans: CI, which sends the result, or a worker of ours."""

    PUSH = "push"
    PULL = "pull"


class Freshness(models.TextChoices):
    NEVER = "never"
    FRESH = "fresh"
    STALE = "stale"


class Stack(models.Model):
    """`path` and `line` are what makes it a stack. `locking` is null when the files do not tell.

    `finding` … `pending` repeat the last check that finished, `attempted_at` … `failures` the last one at
    all, so that lists need one query. A check that failed leaves the finding as it was, and older.

    declared       known only because somebody sent its plan or set it up: no scan may call it gone
    workspace      of the command line; "" is "default"
    variables      variable files to plan with, relative to the directory
    state_place    where its state lies: "s3://bucket/key", of the default workspace; "" when nobody told
    state_prefix   what stands before the other workspaces' names in the key; "" for "env:"
    state_region   of the bucket and the table; "" for the connection's
    state_given    a person said where: it is the whole place, workspace and all, and no scan changes it
    state_looked   the place that what is known of the state was read from
    lock_table     the DynamoDB table of its lock; "" for the lock file beside the state
    checked_at     when the last check that finished began to look; `attempted_at` likewise for the last one
    drift_since    when the open episode began; null while nothing drifts
    drifted_at     when a check last saw it drift
    calendar       one character a day, the last one for `calendar_end`: "o" clean, "1".."9" resources
                   adrift (9 or more), "p" pending only, "E" failed, "." not checked that day
    applied_by_ci  share of the last 90 days' state versions written by CI, 0 to 100; null when unknown
    """

    repository = models.ForeignKey("Repository", models.CASCADE, related_name="stacks")
    directory = models.CharField(max_length=1024, blank=True, default="")
    tool = models.CharField(max_length=30)
    name = models.CharField(max_length=200, blank=True, default="")
    environment = models.CharField(max_length=50, blank=True, default="")
    backend_kind = models.CharField(max_length=30, blank=True, default="")
    locking = models.BooleanField(null=True, blank=True)
    path = models.CharField(max_length=1024, blank=True, default="")
    line = models.PositiveIntegerField(default=1)
    resources = models.PositiveIntegerField(default=0)
    first_seen_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)
    declared = models.BooleanField(default=False)

    mode = models.CharField(max_length=10, choices=Mode, default=Mode.PUSH)
    workspace = models.CharField(max_length=90, blank=True, default="")
    variables = models.JSONField(default=list, blank=True)
    connection = models.ForeignKey(
        "Connection", models.SET_NULL, null=True, blank=True, related_name="stacks"
    )

    finding = models.CharField(max_length=20, choices=FINDINGS, blank=True, default="")
    checked_at = models.DateTimeField(null=True, blank=True)
    latest_check = models.ForeignKey("DriftCheck", models.SET_NULL, null=True, blank=True, related_name="+")
    drifted_resources = models.PositiveIntegerField(default=0)
    pending_resources = models.PositiveIntegerField(default=0)
    drift_since = models.DateTimeField(null=True, blank=True)
    drifted_at = models.DateTimeField(null=True, blank=True)
    attempted_at = models.DateTimeField(null=True, blank=True)
    attempt = models.CharField(max_length=10, choices=Outcome, blank=True, default="")
    attempt_error = models.CharField(max_length=1000, blank=True, default="")
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    calendar = models.CharField(max_length=CALENDAR_DAYS, blank=True, default="")
    calendar_end = models.DateField(null=True, blank=True)
    sketch = models.JSONField(default=list, blank=True)

    state_place = models.CharField(max_length=700, blank=True, default="")
    state_prefix = models.CharField(max_length=200, blank=True, default="")
    state_region = models.CharField(max_length=30, blank=True, default="")
    state_given = models.BooleanField(default=False)
    state_looked = models.CharField(max_length=1024, blank=True, default="")
    lock_table = models.CharField(max_length=255, blank=True, default="")
    state_checked_at = models.DateTimeField(null=True, blank=True)
    state_error = models.CharField(max_length=1000, blank=True, default="")
    applied_by_ci = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = StackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["repository", "directory", "tool", "name", "environment"], name="one_row_a_stack"
            )
        ]
        indexes = [
            models.Index(
                fields=["drift_since"], condition=Q(drift_since__isnull=False), name="stack_drifted"
            ),
            models.Index(
                fields=["failing_since"], condition=Q(failing_since__isnull=False), name="stack_failing"
            ),
            models.Index(fields=["checked_at"], name="stack_checked"),
            # What counting needs, so that it never reads the calendars.
            models.Index(
                fields=[
                    "repository",
                    "gone_at",
                    "drift_since",
                    "failing_since",
                    "checked_at",
                    "drifted_at",
                    "mode",
                ],
                name="stack_states",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return self.name or self.directory or "."

    @property
    def state_object(self) -> Place | None:
        """The object that is its state, in its workspace; None when nobody told."""
        place = place_of(self.state_place)
        if place is None or self.state_given:
            return place
        return place.in_workspace(self.workspace, self.state_prefix)

    def freshness(self, fresh_since: datetime) -> Freshness:
        """See `Organisation.checks_fresh_since`."""
        if self.checked_at is None:
            return Freshness.NEVER
        return Freshness.STALE if self.checked_at < fresh_since else Freshness.FRESH
