"""Releases: one version on its way from Stage to Prod."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from releases.core import checklist, digests
from releases.core.checklist import Checklist
from releases.core.state import BEFORE, ON_THE_WAY, OVER, State
from releases.models.applications import ENVIRONMENTS

STATES = [(one.value, one.value) for one in State]


def all_at_once() -> list[int]:
    return [100]


class ReleaseQuerySet(models.QuerySet["Release"]):
    def newest_first(self) -> ReleaseQuerySet:
        return self.order_by("-created_at", "-pk")

    def open(self) -> ReleaseQuerySet:
        """Not over: somebody prepares, decides or watches it."""
        return self.exclude(state__in=OVER)

    def before_the_way(self) -> ReleaseQuerySet:
        return self.filter(state__in=BEFORE)

    def on_the_way(self) -> ReleaseQuerySet:
        return self.filter(state__in=ON_THE_WAY)


class Release(models.Model):
    """`digest` is what sign-offs, evidence and tickets are given for: see `core.digests.subject`.

    attempt      1, and one more for each time the version is tried again
    revision     one more with each change: what a page sends back must still be it
    author       who opened it; author_name … stay when the person is gone
    authors      everybody whose commits are in it, [{"name", "email"}]; null while nobody knows
    artifact     "sha256:…": what is deployed
    base_commit  of the version that it replaces; "" when not known
    base_version what runs in Prod while it is prepared
    plan_digest  see core.digests.plans_of; plans: those it was made of
    checklist    the merged list as it was when the release was opened, `core.checklist.packed`
    pinned       the versions it came from: [{"of": "organisation", "version": 3}]
    steps        percentages of the traffic it gets, one after the other; step: the one that has effect
    state_why    what brought it into its state, in one sentence
    blocking     how many things keep it from starting, as of when it was last looked at; null before that
    """

    application = models.ForeignKey("Application", models.PROTECT, related_name="releases")
    version = models.CharField(max_length=100)
    attempt = models.PositiveSmallIntegerField(default=1)
    from_environment = models.CharField(max_length=10, choices=ENVIRONMENTS, default="stage")
    to_environment = models.CharField(max_length=10, choices=ENVIRONMENTS, default="prod")
    state = models.CharField(max_length=20, choices=STATES, default=State.DRAFT)
    state_at = models.DateTimeField()
    state_why = models.CharField(max_length=500, blank=True, default="")
    blocking = models.PositiveSmallIntegerField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    steps = models.JSONField(default=all_at_once)
    step = models.PositiveSmallIntegerField(default=0)

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="releases"
    )
    author_name = models.CharField(max_length=200, blank=True, default="")
    author_email = models.CharField(max_length=254, blank=True, default="")
    origin = models.CharField(max_length=10, default="person")
    authors = models.JSONField(null=True, blank=True)
    commit = models.CharField(max_length=64, blank=True, default="")
    base_commit = models.CharField(max_length=64, blank=True, default="")
    base_version = models.CharField(max_length=100, blank=True, default="")
    artifact = models.CharField(max_length=200, blank=True, default="")
    plans = models.ManyToManyField("maturity.Plan", related_name="releases", blank=True)
    plan_digest = models.CharField(max_length=64, blank=True, default="")
    template_digest = models.CharField(max_length=64, blank=True, default="")
    digest = models.CharField(max_length=64, blank=True, default="")
    checklist_body = models.JSONField(default=dict)
    pinned = models.JSONField(default=list, blank=True)
    url = models.CharField(max_length=500, blank=True, default="")
    note = models.TextField(blank=True, default="")
    created_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "version", "attempt"], name="one_release_an_attempt"
            ),
            models.UniqueConstraint(
                fields=["application", "to_environment"], condition=Q(state__in=sorted(ON_THE_WAY)),
                name="one_release_on_the_way",
            ),
            models.UniqueConstraint(
                fields=["application", "version"], condition=~Q(state__in=sorted(OVER)),
                name="one_open_release_a_version",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["application", "-created_at"], name="release_newest"),
            models.Index(fields=["state", "application"], name="release_by_state"),
            models.Index(fields=["state", "-state_at"], name="release_state_at"),
        ]

    def __str__(self) -> str:
        return f"{self.application} {self.version}"

    @property
    def checklist(self) -> Checklist:
        return checklist.unpacked(self.checklist_body)

    def bind(self) -> None:
        """Make `digest` that of what the release is made of now; "" while artifact and plan are not known."""
        known = self.artifact or self.plan_digest
        self.digest = digests.subject(self.artifact, self.plan_digest, self.template_digest) if known else ""

    def move(self, to: State, why: str, now: datetime, **fields: Any) -> bool:
        """Only from the state and revision it was read in. False: somebody was faster."""
        same = Release.objects.filter(pk=self.pk, state=self.state, revision=self.revision)
        changed = {"state": to, "state_at": now, "state_why": why[:500], **fields}
        if not same.update(revision=self.revision + 1, **changed):
            return False
        self.revision += 1
        for name, value in changed.items():
            setattr(self, name, value)
        return True
