"""A check that came to an end: its row, what the stack now shows, and the episode it belongs to."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from maturity.actions.checks import failing, stacks
from maturity.actions.checks.episodes import carry_on
from maturity.actions.checks.guard import refuse_other_stack
from maturity.actions.checks.origin import Origin, trusted
from maturity.actions.checks.rows import Packed, has_something_to_show
from maturity.core.drift import calendar
from maturity.core.drift.quiet import Rule, Sifted, finding_of, sift
from maturity.core.plans.reading import Reading
from maturity.models import DriftCheck, NoiseRule, Outcome, Plan, Stack

FIELDS = [
    *failing.FIELDS, "finding", "checked_at", "latest_check", "drifted_resources", "pending_resources",
    "drift_since", "drifted_at", "sketch",
]  # fmt: skip


def record_check(stack: Stack, reading: Reading, origin: Origin, *, force: bool = False) -> DriftCheck:
    """Write down one look at the default branch of a stack: everything or nothing.

    The plan of a run that failed counts as a failure. `force` takes the plan even when it seems to be
    another stack's, which is otherwise Refused.
    """
    if reading.finding is None:
        message = reading.error or "the plan failed"
        return failing.record_failure(stack, Outcome.ERRORED, message, origin, reading=reading)
    now = timezone.now()
    origin, packed, found = trusted(origin, now), Packed(reading), sift(reading.changes, rules_of(stack, now))
    with transaction.atomic():
        stack = stacks.held(stack)
        known = stacks.known_check(stack, origin)
        if known is not None:
            return known
        if not force:
            refuse_other_stack(stack, reading, origin)
        check = _row(stack, reading, found, origin)
        check.plan = _plan(stack, packed, origin, now)
        check.save()
        stacks.note_success(stack, origin)
        if reading.complete or check.drifted:
            _take(stack, check, found, reading, now)
        stack.save(update_fields=FIELDS)
    return check


def rules_of(stack: Stack, now: datetime) -> list[Rule]:
    mine = Q(stack=stack) | Q(stack__isnull=True)
    rules = NoiseRule.objects.in_force(now).filter(mine, repository=stack.repository_id)
    return [Rule(*each) for each in rules.values_list("address", "attribute")]


def _row(stack: Stack, reading: Reading, found: Sifted, origin: Origin) -> DriftCheck:
    drifted = len(found.alarming)
    return DriftCheck(
        stack=stack, run=origin.run, source=origin.source, finding=finding_of(drifted, reading.pending),
        started_at=origin.started_at, finished_at=origin.finished_at, day=origin.started_at.date(),
        drifted=drifted, pending=reading.pending, observed=reading.observed, ignored=len(found.ignored),
        commit=origin.commit, url=origin.url, idempotency_key=origin.idempotency_key,
    )  # fmt: skip


def _plan(stack: Stack, packed: Packed, origin: Origin, now: datetime) -> Plan | None:
    """Hourly checks of the same drift share one plan."""
    if not has_something_to_show(packed.reading):
        return None
    latest = stack.latest_check.plan if stack.latest_check else None
    if packed.shown_by(latest, origin):
        return latest
    return packed.store(stack.repository, stack, origin, now)


def _take(stack: Stack, check: DriftCheck, found: Sifted, reading: Reading, now: datetime) -> None:
    """What it found is what the stack shows, unless a later check was there first.

    A plan limited to targets only comes here when it found drift: that nothing drifts it cannot know.
    """
    stacks.mark_day(stack, check.day, calendar.character(check.drifted, check.pending))
    if stack.checked_at is not None and check.started_at < stack.checked_at:
        return
    drifting = carry_on(stack, check, found, reading, now)
    stack.finding, stack.checked_at, stack.latest_check = check.finding, check.started_at, check
    stack.drifted_resources, stack.pending_resources = drifting, check.pending
    if check.drifted:
        stack.drifted_at = check.started_at
    stack.sketch = list(reading.sketch)
