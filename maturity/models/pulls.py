"""Pull requests and what is known of their plans."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q


class PullState(models.TextChoices):
    OPEN = "open"
    MERGED = "merged"
    CLOSED = "closed"


class PlanState(models.TextChoices):
    """What the plans of a pull request, or one of them, say. `stale`: the base or the head moved since.

    `planned`: all went well, and nobody told what would change.
    """

    NONE = "none"
    PENDING = "pending"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    PLANNED = "planned"
    APPLIED = "applied"
    ERRORED = "errored"
    STALE = "stale"


class PullRequestQuerySet(models.QuerySet["PullRequest"]):
    def open(self) -> PullRequestQuerySet:
        return self.filter(state=PullState.OPEN)

    def newest_first(self) -> PullRequestQuerySet:
        return self.order_by("-updated_at", "-pk")

    def before(self, pull: PullRequest) -> PullRequestQuerySet:
        """Those after this one in the order of `newest_first`."""
        at = pull.updated_at
        return self.filter(Q(updated_at__lt=at) | Q(updated_at=at, pk__lt=pull.pk))


class PullRequest(models.Model):
    """`plan_state` and `destroys` repeat what its plan statuses add up to.

    fork        from another repository: never planned by us
    plans_base  the commit of the base branch its newest plan was made against
    comment_id  our own summary on it, "" when there is none
    comment_digest  what it says, "posting …" with the time while a worker writes it
    reviews     [core.pulls.seen.Review], as its host told at `reviewed_at`, when somebody asked for it
    """

    repository = models.ForeignKey("Repository", models.CASCADE, related_name="pull_requests")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300, blank=True, default="")
    author = models.CharField(max_length=100, blank=True, default="")
    url = models.CharField(max_length=500, blank=True, default="")
    state = models.CharField(max_length=10, choices=PullState, default=PullState.OPEN)
    draft = models.BooleanField(default=False)
    fork = models.BooleanField(default=False)
    head_ref = models.CharField(max_length=250, blank=True, default="")
    head_sha = models.CharField(max_length=64, blank=True, default="")
    base_ref = models.CharField(max_length=250, blank=True, default="")
    base_sha = models.CharField(max_length=64, blank=True, default="")
    plans_base = models.CharField(max_length=64, blank=True, default="")
    behind = models.BooleanField(null=True, blank=True)
    opened_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    merge_sha = models.CharField(max_length=64, blank=True, default="")
    plan_state = models.CharField(max_length=10, choices=PlanState, default=PlanState.NONE)
    destroys = models.PositiveIntegerField(default=0)
    checked_at = models.DateTimeField(null=True, blank=True)
    comment_id = models.CharField(max_length=50, blank=True, default="")
    comment_digest = models.CharField(max_length=64, blank=True, default="")
    reviews = models.JSONField(default=list, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)

    objects = PullRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["repository", "number"], name="one_row_a_pull_request")
        ]
        indexes = [models.Index(fields=["state", "-updated_at"], name="pull_requests_by_state")]

    def __str__(self) -> str:
        return f"#{self.number}"


class PlanStatus(models.Model):
    """What one check, status or bot comment says about one plan of a pull request. Counts null: it is silent.

    origin       "check", "status", "comment", or "push" for a plan that was sent to us
    tool         "atlantis", "hcp", "spacelift", … or "" for plain CI
    external_id  what tells it apart on its host; begins with "*" when it speaks for all stacks at once
    """

    pull_request = models.ForeignKey(PullRequest, models.CASCADE, related_name="statuses")
    stack = models.ForeignKey("Stack", models.SET_NULL, null=True, blank=True, related_name="+")
    plan = models.ForeignKey("Plan", models.SET_NULL, null=True, blank=True, related_name="+")
    origin = models.CharField(max_length=10)
    tool = models.CharField(max_length=30, blank=True, default="")
    name = models.CharField(max_length=300, blank=True, default="")
    external_id = models.CharField(max_length=100)
    state = models.CharField(max_length=10, choices=PlanState, default=PlanState.PENDING)
    add = models.PositiveIntegerField(null=True, blank=True)
    change = models.PositiveIntegerField(null=True, blank=True)
    destroy = models.PositiveIntegerField(null=True, blank=True)
    commit = models.CharField(max_length=64, blank=True, default="")
    url = models.CharField(max_length=500, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "plan statuses"
        constraints = [
            models.UniqueConstraint(
                fields=["pull_request", "origin", "external_id"], name="one_row_a_plan_status"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.state}"


class HostedCommitQuerySet(models.QuerySet["HostedCommit"]):
    def due(self, wanted_since: datetime, looked_before: datetime) -> HostedCommitQuerySet:
        """Somebody still asks for it, and it was not looked at of late. Those never looked at first."""
        waiting = self.filter(Q(looked_at__isnull=True) | Q(looked_at__lt=looked_before))
        return waiting.filter(wanted_at__gte=wanted_since).order_by(
            F("looked_at").asc(nulls_first=True), "pk"
        )

    def due_of_ranges(self, wanted_since: datetime, now: datetime) -> HostedCommitQuerySet:
        """Only who brought them in is asked for, and again only while that is open."""
        waiting = self.filter(Q(pulls_at__isnull=True) | Q(again_at__lte=now), range_at__gte=wanted_since)
        alone = waiting.exclude(wanted_at__gte=wanted_since)
        return alone.order_by(F("pulls_at").asc(nulls_first=True), "pk")


class HostedCommit(models.Model):
    """One commit as its host tells of it. It is looked at while somebody wants to know: a release, for one.

    checks  [{"name", "outcome", "url", "optional"}], as `core.pulls.seen.Check` says it
    whole   all of its checks were read
    pulls   the numbers of the pull requests that brought it in, or want to
    error   why the last look failed; what was known stays

    wanted_at  when somebody last wanted all of it: a release of this commit
    range_at   when somebody last wanted to know who brought it in: a release that holds it among others
    pulls_at   when its pull requests were asked for last, so many `looks`; again_at: when next, null when
               nothing about them is open
    """

    repository = models.ForeignKey("Repository", models.CASCADE, related_name="hosted_commits")
    commit = models.CharField(max_length=64)
    wanted_at = models.DateTimeField(null=True, blank=True)
    range_at = models.DateTimeField(null=True, blank=True)
    pulls_at = models.DateTimeField(null=True, blank=True)
    again_at = models.DateTimeField(null=True, blank=True)
    looks = models.PositiveSmallIntegerField(default=0)
    looked_at = models.DateTimeField(null=True, blank=True)
    checks = models.JSONField(default=list, blank=True)
    whole = models.BooleanField(default=True)
    pulls = models.JSONField(default=list, blank=True)
    error = models.CharField(max_length=500, blank=True, default="")

    objects = HostedCommitQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["repository", "commit"], name="one_row_a_commit")]

    def __str__(self) -> str:
        return self.commit[:12]


class Delivery(models.Model):
    """A webhook we took: the same one again is answered and not worked on."""

    host = models.CharField(max_length=10)
    delivery_id = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [models.UniqueConstraint(fields=["host", "delivery_id"], name="one_row_a_delivery")]

    def __str__(self) -> str:
        return self.delivery_id
