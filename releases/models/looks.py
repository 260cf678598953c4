"""When deployments are looked at after they came, and what became of it."""

from __future__ import annotations

from django.db import models


class DeploymentLook(models.Model):
    """A deployment, so many minutes after it: its metrics are read once, and judged once.

    minutes     5, 60 or 1440: see `core.windows`
    claimed_at  a worker took it; when nothing comes of that, another one does after a while
    done_at     nothing is to be done any more
    why         why nothing was judged, in English; "" when there is an analysis
    """

    deployment = models.ForeignKey("Deployment", models.CASCADE, related_name="looks")
    minutes = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=500, blank=True, default="")
    analysis = models.OneToOneField("Analysis", models.SET_NULL, null=True, blank=True, related_name="look")

    class Meta:
        ordering = ["minutes"]
        constraints = [models.UniqueConstraint(fields=["deployment", "minutes"], name="one_look_a_time")]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(done_at=None), name="look_due"),
        ]

    def __str__(self) -> str:
        return f"{self.deployment_id} after {self.minutes} min"
