"""Deployments: which version came to which environment when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from releases.models.applications import ENVIRONMENTS


class Result(TextChoices):
    RUNNING = "running", _("running")
    SUCCEEDED = "succeeded", _("succeeded")
    FAILED = "failed", _("failed")
    ROLLED_BACK = "rolled_back", _("rolled back")


class Origin(TextChoices):
    API = "api", "API"
    GITHUB = "github", "GitHub"
    GITLAB = "gitlab", "GitLab"
    ECS = "ecs", "ECS"
    PERSON = "person", _("a person")


class DeploymentQuerySet(models.QuerySet["Deployment"]):
    def newest_first(self) -> DeploymentQuerySet:
        return self.order_by("-started_at", "-pk")

    def serving(self, environment: str) -> DeploymentQuerySet:
        """Newest first: the first one is what runs there now."""
        return self.filter(environment=environment, result=Result.SUCCEEDED).newest_first()


class Deployment(models.Model):
    """external_id: what the origin calls it, so that it is recorded once. artifact: "sha256:…" or "".

    committed_at  when its commit was made; null while nobody knows
    """

    application = models.ForeignKey("Application", models.CASCADE, related_name="deployments")
    release = models.ForeignKey("Release", models.SET_NULL, null=True, blank=True, related_name="deployments")
    environment = models.CharField(max_length=10, choices=ENVIRONMENTS)
    version = models.CharField(max_length=100)
    commit = models.CharField(max_length=64, blank=True, default="")
    artifact = models.CharField(max_length=200, blank=True, default="")
    result = models.CharField(max_length=12, choices=Result, default=Result.RUNNING)
    origin = models.CharField(max_length=10, choices=Origin)
    external_id = models.CharField(max_length=250, null=True, blank=True)
    url = models.CharField(max_length=500, blank=True, default="")
    actor = models.CharField(max_length=200, blank=True, default="")
    committed_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = DeploymentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "origin", "external_id"], name="one_deployment_an_origin"
            )
        ]
        indexes = [
            models.Index(fields=["application", "environment", "-started_at"], name="deployment_newest"),
            models.Index(
                fields=["application", "environment", "-started_at"],
                condition=Q(result="succeeded"), name="deployment_serving",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.version} on {self.environment}"
