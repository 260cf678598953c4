"""What releases remember of plans."""

from __future__ import annotations

from django.db import models


class PlanDigest(models.Model):
    """What one plan wants to do, in one number. Made once: plans never change, and their changes are not kept
    for ever.

    masked  values in it that differ and are hidden: whether they are the same elsewhere nobody can tell
    bare    changed resources of which only the action is kept
    """

    plan = models.OneToOneField(
        "maturity.Plan", models.CASCADE, primary_key=True, related_name="release_digest"
    )
    digest = models.CharField(max_length=64)
    masked = models.PositiveIntegerField(default=0)
    bare = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"digest of plan {self.plan_id}"
