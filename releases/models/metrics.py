"""Metrics: where they are read, which of them tell how an application does, and what was read."""

from __future__ import annotations

from django.db import models
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from maturity.models.sealed import SealedField
from releases.models.applications import ENVIRONMENTS


class MetricKind(TextChoices):
    LEVEL = "level", _("level")
    COUNTS = "counts", _("rate by counts")


class Direction(TextChoices):
    UP = "up", _("more is worse")
    DOWN = "down", _("less is worse")


class MetricSource(models.Model):
    """A place that keeps series of figures.

    kind        the name of a file in adapters/metrics: "prometheus", "cloudwatch", "datadog", "push"
    team        whose leads may see and change it; null: every lead may use it, administrators change it
    url         its address; "" where the kind has none
    secret      what it is asked with, as the kind says: a bearer token, "user:password", keys
    connection  the AWS role to read with; null where the kind needs none
    error       why the last use failed, in the provider's words; "" when it worked
    failures    so many uses failed in a row; retry_at: nobody asks it before
    failing_since  when people were told that it fails; null while it works
    """

    name = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=20)
    team = models.ForeignKey(
        "maturity.Team", models.SET_NULL, null=True, blank=True, related_name="metric_sources"
    )
    url = models.CharField(max_length=500, blank=True, default="")
    secret = SealedField(blank=True, default="")
    connection = models.ForeignKey(
        "maturity.Connection", models.SET_NULL, null=True, blank=True, related_name="metric_sources"
    )
    region = models.CharField(max_length=30, blank=True, default="")
    created_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=1000, blank=True, default="")
    failures = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Metric(models.Model):
    """One figure that tells how an application does in an environment.

    query     of a level: its value; of counts: the bad ones, and `total_query` all of them
    control_… the same of the old version while both take traffic; "" where that cannot be asked
    preset    what it was made from, "alb.errors"; "" when somebody wrote it
    scale     what values are multiplied by to be in `unit`: 1000 for seconds shown as "ms"
    slo       of a level: the value that it should not pass, in `unit`; of counts: the share that should be
              good, 0.999; null when there is none
    critical  it alone can fail a deployment
    asked_at  when it was last to be collected; read_at: when that worked; error: why it did not
    """

    application = models.ForeignKey("Application", models.CASCADE, related_name="metrics")
    environment = models.CharField(max_length=10, choices=ENVIRONMENTS)
    source = models.ForeignKey(MetricSource, models.PROTECT, related_name="metrics")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=MetricKind)
    query = models.TextField()
    total_query = models.TextField(blank=True, default="")
    control_query = models.TextField(blank=True, default="")
    control_total_query = models.TextField(blank=True, default="")
    preset = models.CharField(max_length=40, blank=True, default="")
    unit = models.CharField(max_length=20, blank=True, default="")
    scale = models.FloatField(default=1.0)
    direction = models.CharField(max_length=4, choices=Direction, default=Direction.UP)
    slo = models.FloatField(null=True, blank=True)
    critical = models.BooleanField(default=True)
    paused = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        ordering = ["environment", "name"]
        constraints = [
            models.UniqueConstraint(fields=["application", "environment", "name"], name="one_metric_a_name")
        ]
        indexes = [models.Index(fields=["asked_at"], name="metric_due")]

    def __str__(self) -> str:
        return self.name


class MetricSample(models.Model):
    """Five minutes of a metric, from `at` on; five minutes of which nothing is known have no row.

    value       the median of a level's points, in its unit
    bad, total  of counts, over the five minutes
    points      how many the source gave
    """

    metric = models.ForeignKey(Metric, models.CASCADE, related_name="samples")
    at = models.DateTimeField()
    value = models.FloatField(null=True, blank=True)
    bad = models.FloatField(null=True, blank=True)
    total = models.FloatField(null=True, blank=True)
    points = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["metric", "at"], name="one_sample_a_time")]

    def __str__(self) -> str:
        return f"{self.metric_id} at {self.at:%Y-%m-%d %H:%M}"


class MetricPoint(models.Model):
    """What was sent of a metric, as it came: nobody can be asked for it again. Kept for some days.

    value       of a level
    bad, total  of counts
    """

    metric = models.ForeignKey(Metric, models.CASCADE, related_name="sent")
    at = models.DateTimeField()
    value = models.FloatField(null=True, blank=True)
    bad = models.FloatField(null=True, blank=True)
    total = models.FloatField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["metric", "at"], name="one_point_a_time")]

    def __str__(self) -> str:
        return f"{self.metric_id} at {self.at:%Y-%m-%d %H:%M:%S}"


class MetricWindow(models.Model):
    """What a metric did before or after a deployment, as it was read: kept so that it can be judged again.

    metric    null when it was removed since; `settings` says what it was: name, kind, unit, direction, slo, …
    phase     "before", "after", "control"
    step      percentage of the traffic that the new version had; null for the time before it
    points    [[seconds since 1970, value]], of counts [[seconds since 1970, bad, total]]
    error     why there are none, in the source's words
    """

    metric = models.ForeignKey(Metric, models.SET_NULL, null=True, related_name="windows")
    deployment = models.ForeignKey(
        "Deployment", models.CASCADE, null=True, blank=True, related_name="windows"
    )
    release = models.ForeignKey("Release", models.CASCADE, null=True, blank=True, related_name="windows")
    settings = models.JSONField()
    phase = models.CharField(max_length=10)
    step = models.PositiveSmallIntegerField(null=True, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    points = models.JSONField(default=list)
    error = models.CharField(max_length=1000, blank=True, default="")
    taken_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["deployment", "phase"], name="window_of_deployment"),
            models.Index(fields=["release", "step"], name="window_of_step"),
        ]

    def __str__(self) -> str:
        return f"{self.settings.get('name', '')} {self.phase}"
