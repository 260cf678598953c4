"""Repositories: what is connected, and where each one stands now."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _


class Host(models.TextChoices):
    GITHUB = "github", "GitHub"
    GITLAB = "gitlab", "GitLab"
    OTHER = "other", _("Other git server")
    LOCAL = "local", _("This machine")


class RepositoryQuerySet(models.QuerySet["Repository"]):
    def shown(self) -> RepositoryQuerySet:
        return self.filter(archived=False)

    def matching(self, q: str) -> RepositoryQuerySet:
        """Every word must occur in the name or the team."""
        found = self
        for word in q.split():
            found = found.filter(Q(name__icontains=word) | Q(team__name__icontains=word))
        return found

    def below(self, level: int) -> RepositoryQuerySet:
        return self.filter(level__lt=level)

    def dropped(self) -> RepositoryQuerySet:
        return self.filter(level__lt=F("previous_level"))

    def in_default_order(self) -> RepositoryQuerySet:
        """Those that lost a level first, then the lowest level, then by name; without a level last."""
        lost = Case(When(level__lt=F("previous_level"), then=Value(0)), default=Value(1))
        return self.order_by(lost, F("level").asc(nulls_last=True), "name")

    def stale(self, fresh_since: datetime) -> RepositoryQuerySet:
        """Not scanned for so long that what is shown may be wrong: see `Organisation.scans_fresh_since`."""
        return self.filter(Q(last_scanned_at__isnull=True) | Q(last_scanned_at__lt=fresh_since))


class Repository(models.Model):
    """One connected repository and its place on the ladder.

    `level` … `stacks_total` repeat the current assessment, so that lists need one query.
    `previous_level` is the level before the repository itself last changed it: null when it
    never did, or when the criteria set changed since and the two do not compare.
    `scan_error` is the last failure; what was found before stays. `pulls_error` likewise for pull
    requests. `webhook_version` rises to make the webhook's secret a new one. `comments`: Rungs may write
    its summary on pull requests. `plan_jobs`: names of CI jobs that run a plan, as the last scan saw them.
    `team_by`: who said whose it is: "person", "codeowners", "topic"; what a person said stays. `team_why`:
    where, ".github/CODEOWNERS:3" or the topic. `topics`: on its host. `webhook_rotated_at`: the secret before
    this one is good for a while longer.
    """

    name = models.CharField(max_length=200, unique=True)
    url = models.CharField(max_length=500)
    web_url = models.CharField(max_length=500, blank=True, default="")
    host = models.CharField(max_length=10, choices=Host, default=Host.OTHER)
    default_branch = models.CharField(max_length=250, blank=True, default="")
    team = models.ForeignKey("Team", models.SET_NULL, null=True, blank=True, related_name="repositories")
    team_by = models.CharField(max_length=10, blank=True, default="")
    team_why = models.CharField(max_length=250, blank=True, default="")
    topics = models.JSONField(default=list, blank=True)

    kind = models.CharField(max_length=20, blank=True, default="")
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    possible_level = models.PositiveSmallIntegerField(null=True, blank=True)
    previous_level = models.PositiveSmallIntegerField(null=True, blank=True)
    level_changed_at = models.DateTimeField(null=True, blank=True)
    blocker = models.CharField(max_length=500, blank=True, default="")
    blockers = models.PositiveSmallIntegerField(default=0)
    stacks_total = models.PositiveIntegerField(default=0)
    current = models.ForeignKey("Assessment", models.SET_NULL, null=True, blank=True, related_name="+")

    last_scanned_at = models.DateTimeField(null=True, blank=True)
    scan_error = models.TextField(blank=True, default="")
    scan_error_at = models.DateTimeField(null=True, blank=True)

    webhook_version = models.PositiveIntegerField(default=1)
    webhook_rotated_at = models.DateTimeField(null=True, blank=True)
    pulls_checked_at = models.DateTimeField(null=True, blank=True)
    pulls_error = models.TextField(blank=True, default="")
    comments = models.BooleanField(default=False)
    plan_jobs = models.JSONField(default=list, blank=True)

    connected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="connected_repositories",
    )
    connected_at = models.DateTimeField()
    archived = models.BooleanField(default=False)

    objects = RepositoryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "repositories"
        indexes = [models.Index(fields=["archived", "level", "name"], name="repository_by_level")]

    def __str__(self) -> str:
        return self.name

    @property
    def dropped(self) -> bool:
        return self.level is not None and self.previous_level is not None and self.level < self.previous_level

    def permalink(self, commit: str, path: str, line: int) -> str:
        """Where the host shows this line (0: the file), or "" for a host we do not know."""
        if not self.web_url:
            return ""
        middle = "/-/blob/" if self.host == Host.GITLAB else "/blob/"
        return f"{self.web_url}{middle}{commit}/{quote(path)}{f'#L{line}' if line else ''}"
