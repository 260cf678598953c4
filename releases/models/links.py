"""Links of applications that somebody needs in the middle of the night, and whether they open."""

from __future__ import annotations

from django.db import models


class LinkKind(models.TextChoices):
    RUNBOOK = "runbook"
    DASHBOARD = "dashboard"


class LinkLook(models.Model):
    """What came of opening a link last. It says nothing of the application's link once that is another one.

    url       as it was asked
    status    what was answered at the end of redirects; null when nothing answered, and `error` says why
    led_to    where redirects ended; "" at the link itself
    asked_at  when it was last to be looked at, whatever came of it; null: as soon as can be
    """

    application = models.ForeignKey("Application", models.CASCADE, related_name="link_looks")
    kind = models.CharField(max_length=10, choices=LinkKind)
    url = models.CharField(max_length=500)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    led_to = models.CharField(max_length=500, blank=True, default="")
    error = models.CharField(max_length=500, blank=True, default="")
    looked_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "kind"], name="one_look_a_link")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.application_id}"
