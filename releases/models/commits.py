"""What came to the branch between what Prod runs and a release."""

from __future__ import annotations

from django.db import models


class ReleaseCommits(models.Model):
    """The last reading. It counts for nothing once the release, or the folder of its application, is another.

    commits  of the first parents that touch `path`, the newest first; null when they could not be read
    more     there are more of them than are kept
    """

    release = models.OneToOneField("Release", models.CASCADE, related_name="commits")
    base = models.CharField(max_length=64, blank=True, default="")
    head = models.CharField(max_length=64)
    path = models.CharField(max_length=1024, blank=True, default="")
    commits = models.JSONField(null=True, blank=True)
    more = models.BooleanField(default=False)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.base[:7]}..{self.head[:7]}"
