"""After an apply the cloud is looked at once, where a worker of ours may plan."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence

from maturity.actions.errors import Refused
from maturity.actions.planning import request_check
from maturity.actions.pulls.recording import places_of
from maturity.core.pulls.matching import covering
from maturity.models import Mode, PlanStatus, PullRequest, Repository, Stack, Trigger

log = logging.getLogger(__name__)
MOST = 50


def look_after_merge(row: PullRequest) -> list[int]:
    """The stacks its plans were about."""
    planned = row.plans.filter(superseded_at=None).values_list("stack_id", flat=True)
    told = row.statuses.values_list("stack_id", flat=True)
    return _check({pk for pk in (*planned, *told) if pk is not None})


def look_after_apply(applied: Iterable[PlanStatus]) -> list[int]:
    return _check({one.stack_id for one in applied if one.stack_id is not None})


def look_after_push(repository: Repository, paths: Sequence[str]) -> list[int]:
    """The stacks in whose folders the default branch changed."""
    return _check(set(covering(paths, places_of(repository.pk))))


def _check(stacks: set[int]) -> list[int]:
    """Ask for a check of each; the runs that workers must be told about."""
    runs = []
    for stack in Stack.objects.present().filter(pk__in=stacks, mode=Mode.PULL).order_by("checked_at")[:MOST]:
        try:
            runs.append(request_check(None, stack, Trigger.APPLY).pk)
        except Refused as error:
            log.info("no check of %s after an apply: %s", stack.label, error.message)
    return runs
