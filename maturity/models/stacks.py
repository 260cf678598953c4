"""Stacks: one Terraform state or its like, as last seen in the files."""

from __future__ import annotations

from django.db import models


class StackQuerySet(models.QuerySet["Stack"]):
    def present(self) -> StackQuerySet:
        return self.filter(gone_at__isnull=True)


class Stack(models.Model):
    """`path` and `line` are what makes it a stack. `locking` is null when the files do not tell."""

    repository = models.ForeignKey("Repository", models.CASCADE, related_name="stacks")
    directory = models.CharField(max_length=1024, blank=True, default="")
    tool = models.CharField(max_length=30)
    name = models.CharField(max_length=200, blank=True, default="")
    environment = models.CharField(max_length=50, blank=True, default="")
    backend_kind = models.CharField(max_length=30, blank=True, default="")
    locking = models.BooleanField(null=True, blank=True)
    path = models.CharField(max_length=1024, blank=True, default="")
    line = models.PositiveIntegerField(default=1)
    resources = models.PositiveIntegerField(default=0)
    first_seen_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)

    objects = StackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["repository", "directory", "tool", "name", "environment"], name="one_row_a_stack"
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return self.name or self.directory or "."
