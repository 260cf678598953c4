"""Telling machines that wait what was decided, until they have heard it."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from maturity.actions.rows import clean
from maturity.adapters.address import Policy
from maturity.adapters.errors import AdapterError
from maturity.adapters.hosting import api_of
from maturity.models import Repository
from releases.actions.calls.deciding import decided, is_stopped
from releases.actions.calls.waiting import tell
from releases.adapters import ecs_hooks
from releases.core.answers import APPROVED, REJECTED, Answer
from releases.models import GateCall, Service
from releases.models.calls import Caller, Standing

log = logging.getLogger(__name__)

AT_ONCE, MOST_TRIES = 50, 12
LEASE, LONGEST = timedelta(minutes=2), timedelta(hours=1)
STOPPED = Answer(REJECTED, "The release was stopped before this was answered.")


def answer_calls(now: datetime) -> int:
    """How many were told. One that cannot be told keeps no other waiting."""
    told = 0
    waiting = GateCall.objects.filter(standing=Standing.WAITING, next_try_at__lte=now)
    for call in waiting.select_related("application__team", "application__repository").order_by(
        "next_try_at", "pk"
    )[:AT_ONCE]:
        try:
            told += _claim(call, now) and _look(call, now)
        except Exception:
            log.exception("call %s cannot be answered", call.pk)
    return told


def _claim(call: GateCall, now: datetime) -> bool:
    """Of two ticks one looks at it. Whoever dies on the way leaves it to a later one."""
    mine = GateCall.objects.filter(pk=call.pk, standing=Standing.WAITING, next_try_at=call.next_try_at)
    return bool(mine.update(next_try_at=now + LEASE))


def _look(call: GateCall, now: datetime) -> bool:
    if call.expires_at is not None and call.expires_at <= now:
        _end(call, Standing.EXPIRED, now, answered_at=None)
        tell("call.expired", call, now)
        return False
    answer = decided(call, now)
    if answer is None:
        GateCall.objects.filter(pk=call.pk).update(release=call.release, next_try_at=now)
        return False
    if is_stopped(call, answer):
        answer = STOPPED
    try:
        _send(call, answer)
    except AdapterError as error:
        _failed(call, error, now)
        return False
    standing = Standing.APPROVED if answer.state == APPROVED else Standing.REJECTED
    _end(call, standing, now, answered_at=now, answer=answer.comment, error="")
    tell("call.answered", call, now, state=answer.state, comment=answer.comment)
    return True


def _end(call: GateCall, standing: Standing, now: datetime, **fields: object) -> None:
    GateCall.objects.filter(pk=call.pk).update(standing=standing, next_try_at=None, **fields)


def _failed(call: GateCall, error: AdapterError, now: datetime) -> None:
    """Again, later and later; at once over for what never will be heard."""
    call.tries += 1
    words = clean(error.message)[:1000]
    if error.permanent or call.tries >= MOST_TRIES:
        _end(call, Standing.FAILED, now, tries=call.tries, error=words)
        tell("call.failed", call, now, error=words)
        return
    pause = min(timedelta(minutes=2 ** min(call.tries - 1, 10)), LONGEST)
    GateCall.objects.filter(pk=call.pk).update(tries=call.tries, error=words, next_try_at=now + pause)


def _send(call: GateCall, answer: Answer) -> None:
    """Outside of any transaction. Raises AdapterError."""
    if call.kind == Caller.ECS:
        _to_ecs(call, answer)
        return
    repository = Repository.objects.shown().filter(pk=call.address.get("repository")).first()
    if repository is None:
        raise AdapterError("The repository is not connected any more.", permanent=True)
    from maturity.adapters.github import GitHub  # heavy: only who talks to a host loads it

    with GitHub(api_of(repository.url, repository.host, Policy.of_settings())) as host:
        host.answer_gate(
            int(call.address["run"]), str(call.address["environment"]), answer.state, answer.comment
        )


def _to_ecs(call: GateCall, answer: Answer) -> None:
    service = Service.objects.select_related("connection").filter(pk=call.address.get("service")).first()
    if service is None or service.connection is None or not service.acts:
        raise AdapterError("Rungs may not answer for this service any more.", permanent=True)
    action = ecs_hooks.CONTINUE if answer.state == APPROVED else ecs_hooks.ROLLBACK
    ecs_hooks.proceed(
        service.connection, service.region, str(call.address["deployment"]), str(call.address["hook"]), action
    )
