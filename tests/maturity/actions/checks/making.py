"""Readings as the plan reader makes them, and checks of them one after the other."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from maturity.actions.checks import Origin, record_check, record_failure
from maturity.core.drift.quiet import finding_of
from maturity.core.plans.change import Action, Difference, ResourceChange, Role
from maturity.core.plans.reading import Reading
from maturity.models import DriftCheck, Event, Outcome, Source, Stack

DATABASE = "aws_db_instance.main"
GROUP = "aws_security_group.web"


def drifts(address: str = DATABASE, *paths: str, deleted: bool = False, **more: Any) -> ResourceChange:
    """A resource that somebody changed or deleted outside, which an apply would put back."""
    given = {
        "type": address.split(".")[0], "role": Role.DRIFT,
        "action": Action.CREATE if deleted else Action.UPDATE,
        "outside": Action.DELETE if deleted else Action.UPDATE,
        "drift": () if deleted else tuple(Difference(path, "1", "2") for path in paths or ("size",)),
    }  # fmt: skip
    return ResourceChange(address=address, **{**given, **more})


def waits(address: str = "aws_s3_bucket.logs", **more: Any) -> ResourceChange:
    """A resource that the code changes, and nobody applied yet."""
    given = {"role": Role.PENDING, "action": Action.UPDATE, "differences": (Difference("acl", "a", "b"),)}
    return ResourceChange(address=address, **{**given, **more})


def observed(address: str = DATABASE, *paths: str) -> ResourceChange:
    """A resource changed outside for which nothing is planned."""
    return drifts(address, *paths, role=Role.OBSERVED, action=Action.NO_OP)


def reading(*changes: ResourceChange, **more: Any) -> Reading:
    alarming = [one for one in changes if one.alarming]
    pending = sum(one.role in (Role.PENDING, Role.MIXED) for one in changes)
    given = {
        "form": "json", "finding": finding_of(len(alarming), pending), "changes": changes,
        "drifted": len(alarming), "pending": pending,
        "observed": sum(one.role is Role.OBSERVED for one in changes), "resources": 12,
    }  # fmt: skip
    return Reading(**{**given, **more})


def failed(message: str = "No valid credential sources found") -> Reading:
    return Reading(form="json", errored=True, error=message)


def origin(at: datetime | None = None, **more: Any) -> Origin:
    at = at or timezone.now()
    given = {"source": Source.PUSH, "started_at": at, "finished_at": at, "commit": "a" * 40}
    return Origin(**{**given, **more})


class Checks:
    """Checks of one stack, an hour apart, the last of them within the hour."""

    def __init__(self, stack: Stack, *, hours: int = 48) -> None:
        self.stack = stack
        self.at = timezone.now() - timedelta(hours=hours)

    def next(self, *changes: ResourceChange, commit: str = "a", **more: Any) -> DriftCheck:
        return self.take(reading(*changes), commit=commit, **more)

    def take(self, found: Reading, *, commit: str = "a", **more: Any) -> DriftCheck:
        return record_check(self.stack, found, self._origin(commit, more))

    def fail(self, outcome: Outcome = Outcome.ERRORED, message: str = "it failed", **more: Any) -> DriftCheck:
        return record_failure(self.stack, outcome, message, self._origin("a", more))

    def _origin(self, commit: str, more: dict[str, Any]) -> Origin:
        self.at += timedelta(hours=1)
        return origin(more.pop("at", self.at), commit=commit * 40, **more)


def kinds() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))
