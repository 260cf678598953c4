"""What differs between two commits, read from our copy of a repository."""

from __future__ import annotations

from django.db import models


class Change(models.Model):
    """From what runs to what is to be released. Read again until the new commit is on the default branch.

    base       "" when it replaces nothing that is known
    on_branch  of the new one; null when our copy does not have it
    files      [[path, lines added, lines removed]], the largest first; null when it could not be read
    more       files that are left out of that
    """

    repository = models.ForeignKey("maturity.Repository", models.CASCADE, related_name="changes")
    base = models.CharField(max_length=64, blank=True, default="")
    head = models.CharField(max_length=64)
    on_branch = models.BooleanField(null=True, blank=True)
    files = models.JSONField(null=True, blank=True)
    more = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["repository", "base", "head"], name="one_change_two_commits")
        ]

    def __str__(self) -> str:
        return f"{self.base[:7]}..{self.head[:7]}"
