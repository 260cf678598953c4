"""What CI and its tools found in a commit, whether or not a release was made of it yet."""

from __future__ import annotations

from django.db import models

from releases.core.facts.reports import About

ABOUT = [(one.value, one.value) for one in About]


class Report(models.Model):
    """The last word of one tool on one commit.

    ok        what it ended with; null when only its findings count
    complete  it came to its end
    findings  the worst, [core.facts.reports.Found]
    by        the token that sent it
    """

    repository = models.ForeignKey("maturity.Repository", models.CASCADE, related_name="reports")
    commit = models.CharField(max_length=64)
    about = models.CharField(max_length=10, choices=ABOUT)
    tool = models.CharField(max_length=100, blank=True, default="")
    version = models.CharField(max_length=30, blank=True, default="")
    ok = models.BooleanField(null=True, blank=True)
    complete = models.BooleanField(default=True)
    errors = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    notes = models.PositiveIntegerField(default=0)
    critical = models.PositiveIntegerField(default=0)
    high = models.PositiveIntegerField(default=0)
    suppressed = models.PositiveIntegerField(default=0)
    findings = models.JSONField(default=list, blank=True)
    url = models.CharField(max_length=500, blank=True, default="")
    by = models.CharField(max_length=200, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["repository", "commit", "about", "tool"], name="one_report_a_tool"
            )
        ]
        indexes = [models.Index(fields=["repository", "-at"], name="report_newest")]

    def __str__(self) -> str:
        return f"{self.tool or self.about} of {self.commit[:7]}"
