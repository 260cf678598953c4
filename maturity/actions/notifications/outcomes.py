"""What became of a message, and of its channel. Whoever lost the lease has no say."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from maturity.actions.notifications.telling import tell
from maturity.adapters.errors import AdapterError
from maturity.core.notices.retrying import FAILING_AFTER, GIVE_UP, pause
from maturity.models import Channel, Notification, Standing

LONGEST = 500


def arrived(row: Notification, now: datetime) -> None:
    with transaction.atomic():
        if _mine(row).update(state=Standing.SENT, sent_at=now, error="", doubt=False, lease_until=None):
            channel = _channel(row)
            channel.update(failures=0, retry_at=None, error="", checked_at=now)
            recover(row.channel, now)


def failed(row: Notification, error: AdapterError, now: datetime) -> None:
    """It surely did not arrive: tried again for a day, unless that cannot help."""
    with transaction.atomic():
        state = Standing.DEAD if error.permanent else Standing.WAITING
        if _mine(row).update(state=state, error=error.message[:LONGEST], lease_until=None):
            _rest(row, error, now)
            _give_up(row, error.message, now)


def unsure(row: Notification, message: str, now: datetime, *, repeatable: bool) -> None:
    with transaction.atomic():
        state = Standing.WAITING if repeatable else Standing.DEAD
        if _mine(row).update(state=state, doubt=True, error=message[:LONGEST], lease_until=None):
            _rest(row, AdapterError(message, permanent=False), now, doubtful=True)
            _give_up(row, message, now)


def left(row: Notification, *, repeatable: bool) -> None:
    """By a worker that died. It failed nobody: the channel itself may be well."""
    state = Standing.WAITING if repeatable else Standing.DEAD
    _mine(row).update(state=state, doubt=True, error="", lease_until=None)


def _rest(row: Notification, error: AdapterError, now: datetime, *, doubtful: bool = False) -> None:
    """Leave the channel alone for a while. That it fails is told once."""
    failures = row.channel.failures + 1
    wait = pause(failures, getattr(error, "later", None), doubtful=doubtful)
    _channel(row).update(
        failures=failures, retry_at=now + wait, error=error.message[:LONGEST], checked_at=now
    )
    if error.permanent or failures >= FAILING_AFTER:
        fail(row.channel, now)


def fail(channel: Channel, now: datetime) -> None:
    if Channel.objects.filter(pk=channel.pk, failing_since__isnull=True).update(failing_since=now):
        tell("channel.failing", channel, {"channel": channel.pk}, now)


def recover(channel: Channel, now: datetime) -> None:
    if Channel.objects.filter(pk=channel.pk, failing_since__isnull=False).update(failing_since=None):
        tell("channel.recovered", channel, {"channel": channel.pk}, now)


def _give_up(row: Notification, message: str, now: datetime) -> None:
    """All that were tried, or waited behind one that was, for a day. What was never begun has no doubt."""
    old = Notification.objects.filter(channel=row.channel, state=Standing.WAITING)
    old.filter(not_before__lte=now - GIVE_UP).update(state=Standing.DEAD, error=message[:LONGEST])


def _mine(row: Notification) -> QuerySet[Notification]:
    return Notification.objects.filter(pk=row.pk, state=Standing.SENDING, attempts=row.attempts)


def _channel(row: Notification) -> QuerySet[Channel]:
    return Channel.objects.filter(pk=row.channel_id)
