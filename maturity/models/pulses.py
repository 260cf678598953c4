"""Signs of life, by which somebody who watches sees that a process stopped."""

from __future__ import annotations

from datetime import datetime

from django.db import models

CLOCK = "clock"


class Pulse(models.Model):
    """When a process was last alive.

    name  of a worker, as Celery calls it: "celery@host"; CLOCK for the clock
    """

    name = models.CharField(max_length=150, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at}"

    @classmethod
    def beat(cls, name: str, now: datetime) -> None:
        cls.objects.update_or_create(name=name[:150], defaults={"at": now})
