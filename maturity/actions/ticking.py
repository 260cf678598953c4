"""What the clock does: start what is due, and take back what was left lying."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from maturity.actions.scanning import note_failure, request_scan
from maturity.models import Run, Schedule, State

REMIND_AFTER = timedelta(seconds=60)


def tick(now: datetime) -> list[int]:
    """The runs that workers must be told about. Two ticks at the same moment share them out."""
    return list(dict.fromkeys([*_due(now), *_lapsed(now), *_waiting(now)]))


def _due(now: datetime) -> list[int]:
    started = []
    for schedule in Schedule.objects.due(now).filter(kind="scan").select_related("repository"):
        if schedule.claim(now) and not schedule.repository.archived:
            run = request_scan(None, schedule.repository)
            Schedule.objects.filter(pk=schedule.pk).update(last_run=run)
            started.append(run.pk)
    return started


def _lapsed(now: datetime) -> list[int]:
    waiting = []
    for run in Run.objects.expired(now).select_related("repository"):
        with transaction.atomic():
            moved = run.lapse(now)
            if moved and run.state == State.ERRORED:
                note_failure(run, run.error)
        if moved and run.state == State.QUEUED:
            waiting.append(run.pk)
    return waiting


def _waiting(now: datetime) -> list[int]:
    before = now - REMIND_AFTER
    return [run.pk for run in Run.objects.waiting(before) if run.remind(now, before)]
