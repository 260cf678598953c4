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

    path, line  where code declares it; "" when none does
    edited      fields that a person filled in: what code says of them counts no more
    differs     Stage and Prod are known, and not the same
    changed_at  when its default or a state last became another
    gone_at     the code no longer names it
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
    edited = models.JSONField(default=list, blank=True)
    differs = models.BooleanField(default=False)
    first_seen_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["application", "key"], name="one_flag_a_key")]

    def __str__(self) -> str:
        return self.key


class FlagState(models.Model):
    """One place's word counts: the last one's, and a line of code only where nobody else told.

    source      the file of adapters/flags that told, "code", "api" or "person"; place: where it stands there
    note        "targeted" (some get another value), "computed", "disabled", "secret": why value is not all
    changed_at  since when it is this value
    """

    flag = models.ForeignKey(FeatureFlag, models.CASCADE, related_name="states")
    environment = models.CharField(max_length=10, choices=ENVIRONMENTS)
    value = models.JSONField(null=True)
    source = models.CharField(max_length=20)
    note = models.CharField(max_length=100, blank=True, default="")
    place = models.CharField(max_length=500, blank=True, default="")
    by = models.CharField(max_length=200, blank=True, default="")
    seen_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["flag", "environment"], name="one_state_a_place")]

    def __str__(self) -> str:
        return f"{self.flag_id} on {self.environment}"


class FlagUse(models.Model):
    """A line of code that reads the flag. default: what that line falls back to, as it is written there.

    direct  it asks the environment itself
    """

    flag = models.ForeignKey(FeatureFlag, models.CASCADE, related_name="uses")
    path = models.CharField(max_length=1024)
    line = models.PositiveIntegerField()
    default = models.CharField(max_length=200, blank=True, default="")
    direct = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


class FlagReading(models.Model):
    """The last look at an application's code on its default branch.

    broken  {path: why} of files that could not be read; more: flags beyond what is kept
    error   why there was nothing to read; the flags are then as they were before
    """

    application = models.OneToOneField("Application", models.CASCADE, related_name="flag_reading")
    commit = models.CharField(max_length=64, blank=True, default="")
    read_at = models.DateTimeField()
    broken = models.JSONField(default=dict, blank=True)
    more = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=1000, blank=True, default="")

    def __str__(self) -> str:
        return f"flags of {self.application_id} at {self.commit[:12]}"


class ReleaseFlags(models.Model):
    """What a release does to flags, between the commit that runs and its own: [core.flags.changes.Change].

    changes  null while it is not known, and error says why
    """

    release = models.OneToOneField("Release", models.CASCADE, related_name="flag_changes")
    commit = models.CharField(max_length=64)
    base_commit = models.CharField(max_length=64, blank=True, default="")
    changes = models.JSONField(null=True)
    broken = models.JSONField(default=dict, blank=True)
    error = models.CharField(max_length=1000, blank=True, default="")
    read_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"flags that {self.release_id} changes"


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
