"""Channels: added, changed, paused, tried out. What is secret goes in, and does not come out again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import Struct

from maturity.actions.errors import Refused
from maturity.actions.notifications import outcomes
from maturity.actions.notifications.sending import target_of
from maturity.actions.notifications.telling import tell
from maturity.adapters.address import Policy
from maturity.adapters.errors import AdapterError
from maturity.adapters.notifiers import Notifier, Target, all_notifiers, notifier_of
from maturity.core.notices.message import Message
from maturity.models import Channel, Event, Notification, Route, Standing, Team, User

# What a change writes: the rest is the workers' meanwhile, or another button's.
SAVED = ("name", "language", "given", "secret", "shown", "error", "retry_at", "failures")


class Wanted(Struct, frozen=True, kw_only=True):
    """A channel as a person wants it. values: by the names of its kind's fields; an empty secret stays."""

    name: str
    language: str = "en"
    values: Mapping[str, str]


def kinds() -> dict[str, Notifier]:
    """What a channel can be, and which fields each kind needs."""
    return all_notifiers()


def add_channel(by: User, team: Team | None, kind: str, wanted: Wanted) -> Channel:
    """With one route, so that it tells of everything its owner may see until somebody narrows that."""
    row = Channel(team=team, kind=kind, created_at=timezone.now())
    newest = Event.objects.newest_number()
    with transaction.atomic():
        _save(row, wanted)
        Route.objects.create(channel=row, after=newest, time_zone=by.organisation.time_zone)
        _tell("channel.added", by, row)
    return row


def change_channel(by: User, row: Channel, wanted: Wanted) -> Channel:
    with transaction.atomic():
        _save(row, wanted)
        _tell("channel.changed", by, row)
    return row


def remove_channel(by: User, row: Channel) -> None:
    with transaction.atomic():
        _tell("channel.removed", by, row)
        row.delete()


def switch_channel(by: User, row: Channel, *, on: bool) -> None:
    """Off: what waits is dropped, nothing is kept for later. On: what happens from now on is told."""
    with transaction.atomic():
        if not Channel.objects.filter(pk=row.pk, enabled=not on).update(enabled=on, retry_at=None):
            return
        waiting = Notification.objects.filter(channel=row, state=Standing.WAITING)
        waiting.update(state=Standing.DROPPED)
        Route.objects.filter(channel=row).update(after=Event.objects.newest_number())
        _tell("channel.resumed" if on else "channel.paused", by, row)


def try_channel(row: Channel, message: Message) -> str:
    """Send a message now: "" when it arrived, otherwise why not, in the provider's words."""
    notifier, now = notifier_of(row.kind), timezone.now()
    try:
        if notifier is None:
            return _("Rungs does not know channels of this kind any more.")
        notifier.send(target_of(row), message)
    except AdapterError as error:
        Channel.objects.filter(pk=row.pk).update(error=error.message[: outcomes.LONGEST], checked_at=now)
        return error.message
    well: dict[str, Any] = {"error": "", "checked_at": now, "retry_at": None, "failures": 0}
    Channel.objects.filter(pk=row.pk).update(**well)
    outcomes.recover(row, now)
    return ""


def _save(row: Channel, wanted: Wanted) -> None:
    notifier = notifier_of(row.kind)
    if notifier is None:
        raise Refused(_("Rungs does not know channels of this kind."))
    target = _typed(row, notifier, wanted.values)
    try:
        notifier.check(target)
    except AdapterError as error:
        raise Refused(error.message) from error
    row.name, row.language, row.given = wanted.name, wanted.language, dict(target.given)
    row.secret, row.shown = msgspec.json.encode(target.secret).decode(), notifier.shown(target)[:300]
    row.error, row.retry_at, row.failures = "", None, 0
    try:
        with transaction.atomic():
            row.save(update_fields=SAVED if row.pk else None)
    except IntegrityError:
        raise Refused(_("There is a channel called %(name)s already.") % {"name": wanted.name}) from None


def _typed(row: Channel, notifier: Notifier, values: Mapping[str, str]) -> Target:
    """Only the fields of the kind: whatever else was sent along is nobody's."""
    kept: Mapping[str, str] = {}
    if row.pk and not all(values.get(field.name) for field in notifier.fields if field.secret):
        try:
            kept = target_of(row).secret
        except AdapterError as error:
            raise Refused(error.message) from error
    given = {one.name: values.get(one.name, "").strip() for one in notifier.fields if not one.secret}
    secret = {
        one.name: values.get(one.name, "").strip() or kept.get(one.name, "")
        for one in notifier.fields if one.secret
    }  # fmt: skip
    return Target(given, secret, Policy.of_settings())


def _tell(kind: str, by: User, row: Channel) -> None:
    tell(kind, row, {"channel": row.pk, "kind": row.kind, "shown": row.shown}, timezone.now(), by=by)
