"""What was seen in one commit, and how it was judged. Rows are written once and never changed."""

from __future__ import annotations

from django.db import models


class Snapshot(models.Model):
    """One scanned commit. `skipped` is [{path, reason}] of what was not read."""

    repository = models.ForeignKey("Repository", models.CASCADE, related_name="snapshots")
    commit = models.CharField(max_length=64)
    committed_at = models.DateTimeField(null=True, blank=True)
    ref = models.CharField(max_length=250, blank=True, default="")
    files = models.PositiveIntegerField(default=0)
    skipped = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["repository", "commit"], name="one_snapshot_a_commit")]

    def __str__(self) -> str:
        return self.commit[:12]


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def newest_first(self) -> AssessmentQuerySet:
        return self.order_by("-at", "-pk")

    def by_time(self) -> AssessmentQuerySet:
        """In the order of what they tell about, oldest first."""
        return self.order_by("since", "pk")


class Assessment(models.Model):
    """One judgement of one commit by one criteria set.

    `at` is when it was judged, `since` when that became so: the date of the commit, unless the
    same commit was judged anew. `met` of `asked` counts the required and recommended criteria
    that apply. `digest` tells whether a later scan found anything else; when not, no new row
    is written.
    """

    repository = models.ForeignKey("Repository", models.CASCADE, related_name="assessments")
    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="assessments")
    at = models.DateTimeField()
    since = models.DateTimeField()
    kind = models.CharField(max_length=20)
    kind_why = models.TextField(blank=True, default="")
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    possible_level = models.PositiveSmallIntegerField(null=True, blank=True)
    criteria_set = models.CharField(max_length=64)
    practices = models.JSONField(default=dict, blank=True)
    met = models.PositiveSmallIntegerField(default=0)
    asked = models.PositiveSmallIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True, default="")

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["repository", "-at"], name="assessment_history"),
            models.Index(fields=["repository", "-since"], name="assessment_since"),
        ]

    def __str__(self) -> str:
        return f"{self.snapshot_id}: {self.level}"


class FindingQuerySet(models.QuerySet["Finding"]):
    def required(self) -> FindingQuerySet:
        return self.filter(gate="required", level__gt=0)

    def open(self) -> FindingQuerySet:
        """Not met, not known, or our own fault: what there is to do."""
        return self.filter(outcome__in=["not_met", "unknown", "error"])


class Finding(models.Model):
    """One criterion's answer.

    evidence   [{path, line, snippet}]
    looked_at  [sentence]
    fix        {summary, path, content} or null
    stacks     [{stack, outcome, message, evidence}]
    met, of    stacks that meet it, of those it applies to
    """

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="findings")
    criterion = models.CharField(max_length=100)
    level = models.PositiveSmallIntegerField()
    gate = models.CharField(max_length=20)
    outcome = models.CharField(max_length=20)
    message = models.TextField()
    met = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    evidence = models.JSONField(default=list, blank=True)
    looked_at = models.JSONField(default=list, blank=True)
    strength = models.PositiveSmallIntegerField(null=True, blank=True)
    fix = models.JSONField(null=True, blank=True)
    stacks = models.JSONField(default=list, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "criterion"], name="one_answer_a_criterion")
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.outcome}"
