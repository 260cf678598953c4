"""What every process and machine must know of each other: codes already used, requests of the last minute."""

from __future__ import annotations

from django.db import models

TABLE = "rungs_cache"


class Cached(models.Model):
    """The table of Django's database cache, made by a migration: no command has to be run for it."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = TABLE

    def __str__(self) -> str:
        return self.cache_key
