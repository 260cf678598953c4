"""Messages that did not arrive, in the hands of a person; and the end of old ones."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from maturity.actions.notifications.telling import tell
from maturity.adapters.notifiers import notifier_of
from maturity.models import Channel, Notification, Standing, User

AT_ONCE = 1_000


def resend(by: User, channel: Channel, pks: list[int]) -> int:
    """How many wait again. Of one in doubt, Rungs looks first whether it arrived; where it cannot, the person
    who asks for it decided."""
    now, notifier = timezone.now(), notifier_of(channel.kind)
    dead = _of(channel, pks).filter(state=Standing.DEAD)
    with transaction.atomic():
        if notifier is None or notifier.arrived is None:
            dead.update(doubt=False)
        moved = dead.update(state=Standing.WAITING, not_before=now, error="")
        if moved:
            Channel.objects.filter(pk=channel.pk).update(retry_at=None)
            tell("messages.resent", channel, {"number": moved}, now, by=by)
    return moved


def drop(by: User, channel: Channel, pks: list[int]) -> int:
    """How many are told nobody. One that is being sent is not ours to drop."""
    open_ones = _of(channel, pks).filter(state__in=[Standing.WAITING, Standing.DEAD])
    with transaction.atomic():
        moved = open_ones.update(state=Standing.DROPPED)
        if moved:
            tell("messages.dropped", channel, {"number": moved}, timezone.now(), by=by)
    return moved


def _of(channel: Channel, pks: list[int]) -> QuerySet[Notification]:
    return Notification.objects.filter(channel=channel, pk__in=pks)


def forget_old(now: datetime) -> int:
    """How many were removed: those that neither wait nor are being sent, after a while."""
    done = [Standing.SENT, Standing.DROPPED, Standing.DEAD]
    old = Notification.objects.filter(state__in=done, created_at__lt=now - settings.RUNGS_KEEP_MESSAGES)
    pks = list(old.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    return Notification.objects.filter(pk__in=pks).delete()[0] if pks else 0
