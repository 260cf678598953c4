"""Whose states are looked at when. A look is no Run: losing one costs a quarter of an hour, and no more."""

from __future__ import annotations

import logging
import time
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from maturity.actions.errors import Refused
from maturity.actions.states.attributing import attribute_open_episodes
from maturity.actions.states.looking import look_at_state
from maturity.adapters.errors import OURS
from maturity.models import Repository, Schedule, Stack
from maturity.models.stacks import StackQuerySet

log = logging.getLogger(__name__)

KIND = "state"
LOOKS = 200  # stacks of one repository at a time, those looked at longest ago first
SECONDS = 600


def looked_at() -> StackQuerySet:
    """The stacks whose state we know how to find."""
    return Stack.objects.present().filter(connection__isnull=False).exclude(state_place="")


def due_states(now: datetime) -> list[int]:
    """The repositories whose states are to be looked at now. Two clocks at the same moment share them out."""
    _schedule_new(now)
    schedules = Schedule.objects.due(now).filter(kind=KIND, repository__archived=False)
    return [schedule.repository_id for schedule in schedules if schedule.claim(now)]


def _schedule_new(now: datetime) -> None:
    """A repository gets its schedule with its first connected stack."""
    known = Schedule.objects.filter(repository=OuterRef("pk"), kind=KIND)
    stacks = looked_at().filter(repository=OuterRef("pk"))
    new = Repository.objects.filter(Exists(stacks), ~Exists(known))
    every = settings.RUNGS_STATE_EVERY
    rows = [Schedule(repository=one, kind=KIND, every=every, next_run_at=now) for one in new]
    Schedule.objects.bulk_create(rows, ignore_conflicts=True)


def look_at_states(repository_id: int) -> list[int]:
    """Look at the states of one repository, for ten minutes at most; the rest is first next time.

    The runs that workers must be told about.
    """
    end = time.monotonic() + SECONDS
    stacks = looked_at().filter(repository=repository_id).select_related("repository", "connection")
    runs = []
    for stack in stacks.order_by(F("state_checked_at").asc(nulls_first=True), "pk")[:LOOKS]:
        if time.monotonic() > end:
            break
        run = _look(stack)
        if run is not None:
            runs.append(run)
    attribute_open_episodes(repository_id, timezone.now())
    return runs


def _look(stack: Stack) -> int | None:
    """One stack that breaks something does not keep the others from being looked at."""
    try:
        run = look_at_state(stack)
    except Refused as refusal:
        log.info("state of stack %s: %s", stack.pk, refusal.message)
        return None
    except (DatabaseError, ValueError, LookupError, TypeError):
        log.exception("state of stack %s", stack.pk)
        Stack.objects.filter(pk=stack.pk).update(state_checked_at=timezone.now(), state_error=OURS)
        return None
    return run.pk if run else None
