"""What the clock does: start what is due, and take back what was left lying."""

from __future__ import annotations

import logging
from datetime import datetime

from django.conf import settings
from django.db import transaction

from maturity.actions import chain
from maturity.actions.errors import Refused
from maturity.actions.planning import note_lapsed, request_check
from maturity.actions.scanning import note_failure, request_scan
from maturity.models import CLOCK, Kind, Pulse, Run, Schedule, State, Trigger
from maturity.models.runs import REMIND_AFTER

log = logging.getLogger(__name__)

SCANS_WAITING = 50


def tick(now: datetime) -> list[int]:
    """The runs that workers must be told about. Two ticks at the same moment share them out."""
    Pulse.beat(CLOCK, now)
    chain.sweep()
    return list(dict.fromkeys([*_due_scans(now), *_due_plans(now), *_lapsed(now), *_waiting(now)]))


def _due_scans(now: datetime) -> list[int]:
    """The longest overdue ones, as long as not too many wait: thousands may be connected at once."""
    room = max(0, SCANS_WAITING - Run.objects.filter(kind=Kind.SCAN, state=State.QUEUED).count())
    due = Schedule.objects.due(now).filter(kind=Kind.SCAN).select_related("repository")
    return [
        _started(schedule, request_scan(None, schedule.repository))
        for schedule in due[:room] if schedule.claim(now) and not schedule.repository.archived
    ]  # fmt: skip


def _due_plans(now: datetime) -> list[int]:
    """The longest overdue ones, as long as not too many wait for a worker already."""
    waiting = Run.objects.filter(kind=Kind.PLAN, state=State.QUEUED).count()
    room = max(0, settings.RUNGS_PLANS_PER_TICK - waiting)
    due = Schedule.objects.due(now).filter(kind=Kind.PLAN, stack__isnull=False)
    started = []
    for schedule in due.select_related("stack__repository", "stack__connection")[:room]:
        if schedule.stack is None or not schedule.claim(now):
            continue
        try:
            started.append(_started(schedule, request_check(None, schedule.stack, Trigger.SCHEDULE)))
        except Refused as refused:
            log.info("the check of %s was left out: %s", schedule.stack, refused.message)
    return started


def _started(schedule: Schedule, run: Run) -> int:
    Schedule.objects.filter(pk=schedule.pk).update(last_run=run)
    return run.pk


def _lapsed(now: datetime) -> list[int]:
    waiting = []
    for run in Run.objects.expired(now).select_related("repository", "stack__repository", "requested_by"):
        with transaction.atomic():
            moved = run.lapse(now)
            if moved and run.state == State.ERRORED:
                _give_up(run)
        if moved and run.state == State.QUEUED:
            waiting.append(run.pk)
    return waiting


def _give_up(run: Run) -> None:
    if run.kind == Kind.PLAN:
        note_lapsed(run)
    else:
        note_failure(run, run.error)


def _waiting(now: datetime) -> list[int]:
    """Plans take long, and where no worker makes them they would be sent again for ever: a few at a time."""
    before = now - REMIND_AFTER
    waiting = Run.objects.waiting(before).order_by("queued_at", "pk")
    plans = waiting.filter(kind=Kind.PLAN)[: settings.RUNGS_PLANS_PER_TICK]
    return [run.pk for run in [*waiting.exclude(kind=Kind.PLAN), *plans] if run.remind(now, before)]
