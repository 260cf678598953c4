"""From what happened to messages that wait: one for each channel that wants to hear of it, made once."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from msgspec import Struct

from maturity.core.notices.routing import Facts, Slot, Way, decide
from maturity.core.notices.timing import Digest as DigestTime
from maturity.core.notices.timing import Quiet
from maturity.models import Channel, Digest, Event, Notification, Route, Standing
from maturity.models.events import NEWS

log = logging.getLogger("rungs.events")

BATCH = 500
ALONE = 10  # so many wait as messages of their own; what comes on top goes out together
TOGETHER = "many:"


class Listener(Struct):
    channel: Channel
    ways: list[Way]


def deliver_events(now: datetime) -> int:
    """How many were taken in. Two workers at the same moment share them out."""
    told = 0
    while Event.objects.undelivered().exists() and (taken := _batch(now)):
        told += taken
    return told


def _batch(now: datetime) -> int:
    """An Event is delivered when its messages wait: both, or neither."""
    with transaction.atomic():
        listeners = _listeners()
        fresh = Event.objects.undelivered().select_for_update(skip_locked=True, of=("self",))
        pks = list(fresh.values_list("pk", flat=True)[:BATCH])
        events = Event.objects.filter(pk__in=pks).select_related("repository", "stack").order_by("pk")
        taken = list(events)
        for listener in listeners:
            _tell(listener, taken, now)
        Event.objects.filter(pk__in=pks).update(delivered_at=now)
    for event in taken:
        log.info("%s: %s %s", event.kind, event.subject, event.data)
    return len(taken)


def _listeners() -> list[Listener]:
    """Locked, so that messages of one channel are made by one worker at a time."""
    channels = Channel.objects.filter(enabled=True).defer("secret").order_by("pk").select_for_update()
    found = {channel.pk: Listener(channel, []) for channel in channels}
    for route in Route.objects.filter(enabled=True, channel__in=list(found)).order_by("pk"):
        found[route.channel_id].ways.append(way_of(route))
    return [listener for listener in found.values() if listener.ways]


def way_of(route: Route) -> Way:
    zone = route.zone
    at, day = route.digest_at, route.digest_day if route.digest == Digest.WEEKLY else None
    return Way(
        route.pk, Quiet(zone, route.quiet_from, route.quiet_to, frozenset(route.quiet_days)),
        after=route.after, team=route.team_id, environments=frozenset(route.environments),
        kinds=tuple(route.kinds), digest=DigestTime(zone, at, day) if route.digest and at else None,
    )  # fmt: skip


def _tell(listener: Listener, events: Iterable[Event], now: datetime) -> None:
    alone: list[Event] = []
    together: dict[Slot, list[Event]] = {}
    for event in events:
        slot = decide(_facts(event), listener.ways, now) if _may_hear(listener.channel, event) else None
        if slot is not None and slot.bundle:
            together.setdefault(slot, []).append(event)
        elif slot is not None:
            alone.append(event)
    for slot, found in together.items():
        _join(listener.channel, slot.bundle, slot.at, found, now)
    if alone:
        _at_once(listener.channel, alone, now)


def _may_hear(channel: Channel, event: Event) -> bool:
    """A team's channel is told of the team's own, however open reading is; and none of its own failure."""
    if event.kind not in NEWS or event.data.get("channel") == channel.pk:
        return False
    if event.repository is not None and event.repository.archived:
        return False
    return channel.team_id is None or channel.team_id == _owner(event)


def _owner(event: Event) -> int | None:
    return event.repository.team_id if event.repository else event.team_id


def _facts(event: Event) -> Facts:
    inner = not (event.repository or event.team_id or event.kind.startswith("channel."))
    return Facts(event.pk, event.kind, _owner(event), event.stack.environment if event.stack else "", inner)


def _at_once(channel: Channel, events: Sequence[Event], now: datetime) -> None:
    waiting = Notification.objects.filter(channel=channel, state=Standing.WAITING, not_before__lte=now)
    bundle = waiting.filter(key__startswith=TOGETHER, attempts=0).order_by("-pk").first()
    if bundle is not None:
        bundle.events.add(*events)
    elif waiting.count() + len(events) > ALONE:
        _join(channel, f"{TOGETHER}{events[0].pk}", now, events, now)
    else:
        for event in events:
            _join(channel, f"event:{event.pk}", now, [event], now)


def _join(channel: Channel, key: str, at: datetime, events: Sequence[Event], now: datetime) -> None:
    """Into the message of this key. One that was begun already is left alone: a second one follows."""
    known = Notification.objects.filter(channel=channel, key=key).first()
    if known is not None and (known.state != Standing.WAITING or known.attempts):
        key, known = f"{key}:{events[0].pk}", None
    row = known or Notification.objects.create(channel=channel, key=key, created_at=now, not_before=at)
    row.events.add(*events)
