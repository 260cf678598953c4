"""What was read of the code of a release."""

from __future__ import annotations

from django.db import models


class CodeReading(models.Model):
    """The last reading. It is thrown away when the release is of other commits by then.

    body   core.facts.code.Code; null when it could not be read, and `error` says why
    """

    release = models.OneToOneField("Release", models.CASCADE, related_name="code")
    commit = models.CharField(max_length=64, blank=True, default="")
    base = models.CharField(max_length=64, blank=True, default="")
    body = models.JSONField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True, default="")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"code of {self.release_id}"
