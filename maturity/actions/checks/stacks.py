"""The stack a check is about: held while it is recorded, and marked with what was found."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from maturity.actions.checks.origin import Origin
from maturity.actions.errors import Refused
from maturity.core.drift import calendar
from maturity.models import DriftCheck, Event, Outcome, Stack, User

FAILURES = (Outcome.ERRORED, Outcome.TIMED_OUT)
ALARM_AT = 2  # failures in a row


def held(stack: Stack) -> Stack:
    """The row as it is now, ours until the transaction ends: of two checks at once one waits."""
    rows = Stack.objects.select_related("repository").select_for_update(of=("self",), no_key=True)
    found = rows.filter(pk=stack.pk).first()
    if found is None:
        raise Refused("recording a check: its stack was removed meanwhile")
    return found


def known_check(stack: Stack, origin: Origin) -> DriftCheck | None:
    """The row that this push made already."""
    if origin.idempotency_key is None:
        return None
    return DriftCheck.objects.filter(stack=stack, idempotency_key=origin.idempotency_key).first()


def _is_newest(stack: Stack, origin: Origin) -> bool:
    """A check that looked earlier than the last one only adds to the history."""
    return stack.attempted_at is None or origin.started_at >= stack.attempted_at


def mark_day(stack: Stack, day: date, character: str) -> None:
    """Late checks count for the day they were made on."""
    stack.calendar, stack.calendar_end = calendar.mark(stack.calendar, stack.calendar_end, day, character)


def note_success(stack: Stack, origin: Origin) -> None:
    if not _is_newest(stack, origin):
        return
    if stack.failures >= ALARM_AT:
        tell(stack, "check.recovered", origin.finished_at, failures=stack.failures)
    stack.attempted_at, stack.attempt, stack.attempt_error = origin.started_at, Outcome.FINISHED, ""
    stack.failures, stack.failing_since = 0, None


def note_failure(stack: Stack, outcome: Outcome, error: str, origin: Origin) -> None:
    """A cancelled check, or one that met a lock, does not count: it says nothing about the next one."""
    if outcome in FAILURES:
        mark_day(stack, origin.started_at.date(), calendar.FAILED)
    if not _is_newest(stack, origin):
        return
    stack.attempted_at, stack.attempt, stack.attempt_error = origin.started_at, outcome, error
    if outcome not in FAILURES:
        return
    stack.failures += 1
    stack.failing_since = stack.failing_since or origin.started_at
    if stack.failures == ALARM_AT:
        tell(stack, "check.failing", origin.finished_at, failures=stack.failures, outcome=str(outcome))


def tell(stack: Stack, kind: str, at: datetime, *, by: User | None = None, **data: Any) -> None:
    """An Event of this stack. `data` never holds a value of an attribute."""
    Event.objects.create(
        kind=kind, actor=by, repository=stack.repository, stack=stack, subject=name(stack), data=data, at=at
    )


def name(stack: Stack) -> str:
    place = f"{stack.repository.name}/{stack.label}" if stack.label != "." else stack.repository.name
    return f"{place} {stack.environment}".strip()[:250]
