"""The chain over the Events: links are only ever added."""

from __future__ import annotations

from django.db import models

from maturity.core.chain import GENESIS

ONLY = 1


class ChainLink(models.Model):
    """One event's place in the chain: see `core.chain`.

    event  kept by its number: the row may be gone, and then the link says so
    who    names of the actor, repository, stack and team as they were
    """

    position = models.PositiveBigIntegerField(primary_key=True)
    event = models.OneToOneField("Event", models.DO_NOTHING, db_constraint=False, related_name="link")
    who = models.JSONField(default=dict)
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.position}: {self.hash[:12]}"


class ChainHead(models.Model):
    """One row: the end of the chain. Whoever adds a link holds it.

    swept_to  every event up to this number is in the chain
    """

    count = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)
    swept_to = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.count}: {self.hash[:12]}"


class Anchor(models.Model):
    """The end of the chain as it was put where nobody can change it.

    place  "s3://bucket/key"; version: the object's; error: why it could not be put there
    """

    position = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    place = models.CharField(max_length=500, blank=True, default="")
    version = models.CharField(max_length=200, blank=True, default="")
    error = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["-at"], name="anchor_newest")]

    def __str__(self) -> str:
        return f"{self.position} at {self.place}"
