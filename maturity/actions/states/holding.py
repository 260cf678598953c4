"""The lock of a state as rows: held since, by whom, told when it is held for long."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from maturity.actions.checks.stacks import tell
from maturity.core.state.locks import Lock, held_long
from maturity.models import Organisation, Stack, StateLock


def record_lock(stack: Stack, lock: Lock | None, now: datetime) -> None:
    """Inside the transaction that holds the stack's row, so that two looks at once make one row."""
    held = stack.locks.held().first()
    if held is not None and not (lock and _is_same(held, lock)):
        _release(stack, held, now)
        held = None
    if lock is None:
        return
    if held is None:
        held = _hold(stack, lock, now)
    held.last_seen_at = now
    if held.told_at is None:
        _tell_if_long(stack, held, now)
    held.save(update_fields=["last_seen_at", "told_at"])


def _tell_if_long(stack: Stack, held: StateLock, now: datetime) -> None:
    organisation = Organisation.current()
    if held_long(held.since, now, organisation.lock_long):
        held.told_at = now
        tell(stack, "lock.held_long", now, **_said(held), minutes=organisation.lock_minutes)


def _is_same(held: StateLock, lock: Lock) -> bool:
    """A lock that names itself is known by its name, another by what it says."""
    if held.lock_id or lock.id:
        return held.lock_id == lock.id
    return held.who == lock.who and (lock.since is None or held.since == lock.since)


def _hold(stack: Stack, lock: Lock, now: datetime) -> StateLock:
    return StateLock.objects.create(
        stack=stack, lock_id=lock.id, who=lock.who, operation=lock.operation, info=lock.info,
        place=lock.place, since=lock.since or now, first_seen_at=now, last_seen_at=now,
    )  # fmt: skip


def _release(stack: Stack, held: StateLock, now: datetime) -> None:
    """Nobody hears of the end of what they never heard of."""
    StateLock.objects.filter(pk=held.pk).update(released_at=now)
    if held.told_at is not None:
        tell(stack, "lock.released", now, **_said(held))


def _said(held: StateLock) -> dict[str, Any]:
    return {
        "lock": held.lock_id, "who": held.who, "operation": held.operation, "place": held.place,
        "since": held.since.isoformat(),
    }  # fmt: skip
