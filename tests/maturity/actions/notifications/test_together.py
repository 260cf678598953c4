"""Several workers at the same moment: each event makes one message, and each message goes out once."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from maturity.actions import notifications
from maturity.models import Event
from maturity.words.notices import written
from tests.factories import make_repository
from tests.maturity.actions.notifications.house import SENT, START, Clock, opened, rows, states, webhook

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 4


def together(work: Callable[[], int]) -> list[int]:
    """What each of several workers returns that begin at once, each with a connection of its own."""

    def one(_number: int) -> int:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(one, range(WORKERS)))


def test_each_event_is_taken_in_by_one_worker(server):
    first, second = webhook(server), webhook(server)
    opened(make_repository(), 40)
    taken = together(lambda: notifications.deliver_events(START))
    assert sum(taken) == 40
    assert not Event.objects.undelivered().exists()
    for channel in (first, second):
        assert sum(row.events.count() for row in rows(channel)) == 40


def test_each_message_is_sent_by_one_worker_and_in_order(server):
    channel, clock = webhook(server), Clock()
    opened(make_repository(), 8)
    notifications.deliver_events(START)
    for _ in range(8):
        together(lambda: notifications.send_waiting(channel.pk, written, clock))
    assert states(channel) == [SENT] * 8
    assert [json.loads(one.body)["key"] for one in server.taken] == [row.known_as for row in rows(channel)]
