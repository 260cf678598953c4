"""After an apply the cloud is looked at once, where a worker of ours plans."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from maturity.actions.errors import Refused
from maturity.actions.planning import refusal, request_check
from maturity.models import Kind, Run, Stack, State, Trigger

log = logging.getLogger(__name__)

RECENT = timedelta(days=1)


def check_after_apply(stack: Stack, now: datetime) -> Run | None:
    """A check, when the state was written since the last one was asked for.

    Only while no lock is held: an apply writes its state several times, and a check that meets it is skipped.
    """
    newest = stack.state_versions.order_by("-at").first()
    if newest is None or newest.at < now - RECENT or refusal(stack):
        return None
    since = stack.runs.filter(kind=Kind.PLAN, requested_at__gte=newest.at)
    if since.exclude(state=State.SKIPPED).exists():
        return None
    try:
        return request_check(None, stack, Trigger.APPLY)
    except Refused as refused:
        log.info("no check of %s after an apply: %s", stack, refused.message)
        return None
