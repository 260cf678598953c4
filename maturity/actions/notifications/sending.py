"""Sending what waits: in order, one at a time for each channel, and never twice by itself.

A message is claimed before the request goes out, with a lease. Whoever dies in between leaves it SENDING:
`reap` lets it be sent again where that does no harm, and hands it to a person where nobody can know.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from maturity.actions.notifications import outcomes
from maturity.adapters.address import Policy
from maturity.adapters.errors import OURS, AdapterError
from maturity.adapters.notifiers import Failed, Notifier, Target, notifier_of
from maturity.adapters.outgoing import Unsure
from maturity.core.notices.message import Message
from maturity.models import Channel, Notification, Standing
from maturity.models.sealed import Unreadable

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=3)  # several times what looking and sending may take
AT_A_TIME = timedelta(minutes=1)
Render = Callable[[Notification, int], Message]
Clock = Callable[[], datetime]


def due_channels(now: datetime) -> list[int]:
    """Those with something to send now."""
    waiting = Notification.objects.filter(state=Standing.WAITING, not_before__lte=now, channel__enabled=True)
    free = Q(channel__retry_at__isnull=True) | Q(channel__retry_at__lte=now)
    return list(waiting.filter(free).order_by("channel").values_list("channel", flat=True).distinct())


def send_waiting(channel_id: int, render: Render, clock: Clock = timezone.now) -> int:
    """How many arrived. After a failure the channel is left alone for a while; the others never wait for it.

    render  writes a message that tells of at most so many things
    """
    end, sent = clock() + AT_A_TIME, 0
    while clock() < end and (row := claim(channel_id, clock())) is not None:
        if not _send(row, render, clock):
            break
        sent += 1
    return sent


def claim(channel_id: int, now: datetime) -> Notification | None:
    """The first one that waits, now ours. None: nothing is due, or somebody else is sending."""
    with transaction.atomic():
        channel = Channel.objects.select_for_update().filter(pk=channel_id).first()
        if channel is None or not channel.enabled or (channel.retry_at and channel.retry_at > now):
            return None
        queue = Notification.objects.filter(channel=channel)
        if queue.filter(state=Standing.SENDING).exists():
            return None
        row = queue.filter(state=Standing.WAITING, not_before__lte=now).order_by("pk").first()
        if row is None:
            return None
        mine = queue.filter(pk=row.pk, state=Standing.WAITING)
        mine.update(state=Standing.SENDING, lease_until=now + LEASE, attempts=F("attempts") + 1)
    row.refresh_from_db()
    row.channel = channel
    return row


def _send(row: Notification, render: Render, clock: Clock) -> bool:
    notifier = notifier_of(row.channel.kind)
    try:
        if notifier is None:
            raise Failed(f"Rungs does not know channels of the kind {row.channel.kind}.", permanent=True)
        target, message = target_of(row.channel), _written(row, render, notifier)
        if not _is_there(row, notifier, target, message):
            notifier.send(target, message)
    except Unsure as error:
        outcomes.unsure(row, error.message, clock(), repeatable=_is_repeatable(row))
        return False
    except AdapterError as error:
        outcomes.failed(row, error, clock())
        return False
    except Exception:
        log.exception("message %s cannot be sent", row.pk)
        outcomes.unsure(row, OURS, clock(), repeatable=_is_repeatable(row))
        return False
    outcomes.arrived(row, clock())
    return True


def _is_repeatable(row: Notification) -> bool:
    notifier = notifier_of(row.channel.kind)
    return notifier is not None and notifier.repeatable


def _is_there(row: Notification, notifier: Notifier, target: Target, message: Message) -> bool:
    return bool(row.doubt and notifier.arrived and notifier.arrived(target, message.key))


def _written(row: Notification, render: Render, notifier: Notifier) -> Message:
    """A message that cannot be written must not be tried for ever, nor hold up those behind it."""
    try:
        return render(row, notifier.lines)
    except Exception:
        log.exception("message %s cannot be written", row.pk)
        raise Failed("Rungs could not write this message: its log says why.", permanent=True) from None


def target_of(channel: Channel) -> Target:
    try:
        secret = msgspec.json.decode(channel.secret or "{}", type=dict[str, str])
    except Unreadable:
        message = "The secrets of this channel were sealed with a key that is not here: enter them again."
        raise Failed(message, permanent=True) from None
    return Target(channel.given, secret, Policy.of_settings())


def reap(now: datetime) -> int:
    """How many were left by workers that died. Sending again does no harm where it can be looked whether
    they arrived, or where the other side takes them once; of the others a person decides."""
    left = Notification.objects.filter(state=Standing.SENDING, lease_until__lt=now)
    rows = list(left.select_related("channel").defer("channel__secret"))
    for row in rows:
        log.warning("message %s was left by a worker that died", row.pk)
        outcomes.left(row, repeatable=_is_repeatable(row))
    return len(rows)
