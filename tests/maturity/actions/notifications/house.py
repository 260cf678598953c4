"""An outbox to try out: a clock that a test turns, and channels that lead to servers of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from maturity.actions import notifications
from maturity.models import Channel, Event, Notification, Repository, Standing
from maturity.words.notices import written
from tests.factories import make_channel, make_event
from tests.servers_hooks import SIGNING, TOKEN, Hook

START = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Clock:
    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def minutes(self, number: int) -> Iterator[datetime]:
        """One after the other; the clock stays at the last."""
        for _ in range(number):
            self.now += MINUTE
            yield self.now


def turn(clock: Clock) -> None:
    """What the clock's task does, every half minute, for all channels."""
    notifications.deliver_events(clock.now)
    notifications.reap(clock.now)
    for channel in notifications.due_channels(clock.now):
        notifications.send_waiting(channel, written, clock)


def opened(repository: Repository | None, number: int = 1, **fields: Any) -> list[Event]:
    given = {"data": {"resources": 2}, "at": START, "subject": "acme/network prod"}
    return [make_event(repository, "drift.opened", **{**given, **fields}) for _ in range(number)]


def webhook(server: Hook, **fields: Any) -> Channel:
    return make_channel("webhook", {"url": f"{server.url}/in", "key": "k" * 20}, **fields)


def slack_webhook(server: Hook, **fields: Any) -> Channel:
    return make_channel("slack_webhook", {"url": f"{server.url}/services/T/B/x"}, **fields)


def slack_bot(**fields: Any) -> Channel:
    secret = {"token": TOKEN, "signing_secret": SIGNING}
    return make_channel("slack_bot", secret, given={"channel": "C024BE91L"}, **fields)


def states(channel: Channel) -> list[str]:
    return list(channel.notifications.order_by("pk").values_list("state", flat=True))


def rows(channel: Channel) -> list[Notification]:
    return list(Notification.objects.filter(channel=channel).order_by("pk"))


SENT, DEAD, WAITING, DROPPED = Standing.SENT, Standing.DEAD, Standing.WAITING, Standing.DROPPED
