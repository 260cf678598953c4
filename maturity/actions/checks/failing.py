"""A check that did not come to an end: what was found before stays, and ages."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from maturity.actions.checks.origin import Origin, trusted
from maturity.actions.checks.rows import Packed, has_something_to_show, sentence
from maturity.actions.checks.stacks import held, known_check, note_failure
from maturity.core.plans.reading import Reading
from maturity.models import DriftCheck, Outcome, Stack


def record_failure(
    stack: Stack, outcome: Outcome, message: str, origin: Origin, *, reading: Reading | None = None
) -> DriftCheck:
    """Write down that a look at the stack came to nothing, and how often in a row.

    reading  the part of its plan there is, to be shown and never judged
    """
    if outcome == Outcome.FINISHED:
        raise ValueError("a check that finished is recorded with what it found")
    now = timezone.now()
    origin, error = trusted(origin, now), sentence(message)
    packed = Packed(reading) if reading is not None and has_something_to_show(reading) else None
    with transaction.atomic():
        stack = held(stack)
        known = known_check(stack, origin)
        if known is not None:
            return known
        plan = packed.store(stack.repository, stack, origin, now) if packed else None
        check = DriftCheck.objects.create(
            stack=stack, plan=plan, run=origin.run, source=origin.source, outcome=outcome,
            started_at=origin.started_at, finished_at=origin.finished_at, day=origin.started_at.date(),
            commit=origin.commit, error=error, url=origin.url, idempotency_key=origin.idempotency_key,
        )  # fmt: skip
        note_failure(stack, outcome, error, origin)
        stack.save(update_fields=FIELDS)
    return check


FIELDS = [
    "attempted_at", "attempt", "attempt_error", "failures", "failing_since", "calendar", "calendar_end",
]  # fmt: skip
