"""Feature flags: what can be switched without a release, and how it stands where."""

from __future__ import annotations

from django.db import models
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from releases.models.applications import ENVIRONMENTS


class FlagKind(TextChoices):
    RELEASE = "release", _("release")
    EXPERIMENT = "experiment", _("experiment")
    OPERATIONAL = "operational", _("operational")
    KILL_SWITCH = "kill_switch", _("kill switch")
    PERMISSION = "permission", _("permission")


class FlagType(TextChoices):
    BOOLEAN = "boolean", _("boolean")
    NUMBER = "number", _("number")
    STRING = "string", _("string")
    OBJECT = "object", _("object")


class FeatureFlag(models.Model):
    """default: what code does without any state; null when it says none. off: the safe value to roll back to.

    declared  where code declares it: path and line; "" when only a place for states knows it
    gone_at   the code no longer names it
    """

    application = models.ForeignKey("Application", models.CASCADE, related_name="flags")
    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=FlagKind, default=FlagKind.RELEASE)
    type = models.CharField(max_length=10, choices=FlagType, default=FlagType.BOOLEAN)
    default = models.JSONField(null=True, blank=True)
    off = models.JSONField(null=True, blank=True)
    about = models.CharField(max_length=500, blank=True, default="")
    owner = models.CharField(max_length=200, blank=True, default="")
    expires_on = models.DateField(null=True, blank=True)
    path = models.CharField(max_length=1024, blank=True, default="")
    line = models.PositiveIntegerField(default=0)
    first_seen_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["application", "key"], name="one_flag_a_key")]

    def __str__(self) -> str:
        return self.key


class FlagState(models.Model):
    """source: the file of adapters/flags that told, "api" or "person". place: where it stands there."""

    flag = models.ForeignKey(FeatureFlag, models.CASCADE, related_name="states")
    environment = models.CharField(max_length=10, choices=ENVIRONMENTS)
    value = models.JSONField(null=True)
    source = models.CharField(max_length=20)
    place = models.CharField(max_length=500, blank=True, default="")
    by = models.CharField(max_length=200, blank=True, default="")
    seen_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["flag", "environment"], name="one_state_a_place")]

    def __str__(self) -> str:
        return f"{self.flag_id} on {self.environment}"


class FlagUse(models.Model):
    """A line of code that reads the flag. default: what that line falls back to, as it is written there."""

    flag = models.ForeignKey(FeatureFlag, models.CASCADE, related_name="uses")
    path = models.CharField(max_length=1024)
    line = models.PositiveIntegerField()
    default = models.CharField(max_length=200, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


class FlagSource(models.Model):
    """Where states of an application's flags are read: one place in one environment.

    kind    the name of a file in adapters/flags: "ssm", "appconfig", "flagd", …
    place   what that file needs: "/app/prod/flags/" or a path in the repository
    """

    application = models.ForeignKey("Application", models.CASCADE, related_name="flag_sources")
    environment = models.CharField(max_length=10, choices=ENVIRONMENTS)
    kind = models.CharField(max_length=20)
    place = models.CharField(max_length=500)
    connection = models.ForeignKey(
        "maturity.Connection", models.SET_NULL, null=True, blank=True, related_name="flag_sources"
    )
    read_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=1000, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.kind} {self.place}"
