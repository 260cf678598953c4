"""Applications: what is released, where it comes from and where it runs."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from releases.core.environments import Environment

ENVIRONMENTS = [
    (Environment.STAGE.value, gettext_lazy("Stage")),
    (Environment.PROD.value, gettext_lazy("Prod")),
]


class ApplicationQuerySet(models.QuerySet["Application"]):
    def shown(self) -> ApplicationQuerySet:
        return self.filter(archived=False)

    def matching(self, q: str) -> ApplicationQuerySet:
        """Every word must occur in the name, the repository's or the team's."""
        found = self
        for word in q.split():
            where = Q(name__icontains=word) | Q(repository__name__icontains=word)
            found = found.filter(where | Q(team__name__icontains=word))
        return found


class Application(models.Model):
    """`team` decides who may do what, also when the repository is gone.

    path          the folder of the repository that holds its code; "" for all of it
    tags          glob of tags that open a release: "v*"; "" for none
    deploys       a deployment to Stage that a host or ECS tells of opens a release
    long_lived    it holds connections open (WebSocket); null when nobody said
    session_p95   seconds that 95 % of its sessions are shorter than; null when not known
    on_call       who is called while it rolls, and where: shown beside every rollback
    """

    name = models.CharField(max_length=100, unique=True)
    slug = models.SlugField(max_length=100, unique=True)
    team = models.ForeignKey(
        "maturity.Team", models.SET_NULL, null=True, blank=True, related_name="applications"
    )
    repository = models.ForeignKey(
        "maturity.Repository", models.SET_NULL, null=True, blank=True, related_name="applications"
    )
    path = models.CharField(max_length=1024, blank=True, default="")
    tags = models.CharField(max_length=100, blank=True, default="")
    deploys = models.BooleanField(default=False)
    long_lived = models.BooleanField(null=True, blank=True)
    session_p95 = models.PositiveIntegerField(null=True, blank=True)
    on_call = models.CharField(max_length=200, blank=True, default="")
    runbook = models.CharField(max_length=500, blank=True, default="")
    dashboard = models.CharField(max_length=500, blank=True, default="")
    created_at = models.DateTimeField()
    archived = models.BooleanField(default=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Target(models.Model):
    """A stack that a release of the application to this environment touches."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="targets")
    stack = models.ForeignKey("maturity.Stack", models.CASCADE, related_name="targets")
    environment = models.CharField(max_length=10, choices=ENVIRONMENTS)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "stack", "environment"], name="one_target_a_stack")
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.environment}: {self.stack_id}"


class Service(models.Model):
    """The ECS service that serves the application in an environment, and what was read of it last.

    connection  the AWS role to read (and, where `acts`, to continue or roll back) with
    acts        Rungs may answer its PAUSE hooks: the only thing it ever does in AWS
    database    the RDS instance or Aurora cluster whose backups count for it; "" for none
    live        as `core.facts.service` packs it; read_at: when; error: why the last reading failed
    asked_at    when it was last to be read, whatever came of it
    watched_at  when its deployments were last looked at, for those that pause
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="services")
    environment = models.CharField(max_length=10, choices=ENVIRONMENTS)
    connection = models.ForeignKey(
        "maturity.Connection", models.SET_NULL, null=True, blank=True, related_name="services"
    )
    region = models.CharField(max_length=30, blank=True, default="")
    cluster = models.CharField(max_length=255)
    name = models.CharField(max_length=255)
    acts = models.BooleanField(default=False)
    database = models.CharField(max_length=255, blank=True, default="")
    live = models.JSONField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    watched_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "environment"], name="one_service_an_environment")
        ]

    def __str__(self) -> str:
        return f"{self.cluster}/{self.name}"


class DestroyExemption(models.Model):
    """Resources that a release may destroy all the same, until a day."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="exemptions")
    address = models.CharField(max_length=500)  # a glob
    reason = models.CharField(max_length=500)
    until = models.DateField()
    by = models.CharField(max_length=150)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.address
