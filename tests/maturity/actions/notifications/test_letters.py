"""Messages in the hands of a person: dropped with their channel, sent again, forgotten after a while."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from maturity.actions import notifications
from maturity.models import Event, Notification
from tests.factories import make_repository, make_user
from tests.maturity.actions.notifications.house import (
    DEAD,
    DROPPED,
    SENT,
    WAITING,
    opened,
    rows,
    slack_bot,
    slack_webhook,
    states,
    turn,
    webhook,
)

pytestmark = pytest.mark.django_db


def test_a_channel_that_is_switched_off_drops_what_waits_and_tells_nothing_of_meanwhile(server, clock):
    lin, channel = make_user("lin", is_superuser=True), webhook(server)
    repository = make_repository()
    opened(repository)
    notifications.deliver_events(clock.now)
    notifications.switch_channel(lin, channel, on=False)
    opened(repository)
    turn(clock)
    notifications.switch_channel(lin, channel, on=True)
    opened(repository, subject="afterwards")
    turn(clock)
    assert states(channel) == [DROPPED, SENT]
    assert [e["subject"] for e in json.loads(server.taken[0].body)["events"]] == ["afterwards"]


def test_the_dead_are_sent_again_by_a_person_and_dropped_ones_are_not(server, clock):
    lin, channel = make_user("lin", is_superuser=True), webhook(server)
    server.answers(404)
    opened(make_repository(), 2)
    for _ in clock.minutes(3):
        turn(clock)
    first, second = rows(channel)
    server.answers(200)
    assert notifications.drop(lin, channel, [second.pk]) == 1
    assert notifications.resend(lin, channel, [first.pk, second.pk]) == 1
    assert notifications.resend(lin, channel, [first.pk]) == 0
    Notification.objects.filter(pk=first.pk).update(not_before=clock.now)
    turn(clock)
    assert states(channel) == [SENT, DROPPED]
    assert Event.objects.get(kind="messages.resent").data == {"number": 1}


@pytest.mark.parametrize(("make", "doubt"), [(lambda _: slack_bot(), True), (slack_webhook, False)])
def test_a_person_who_sends_again_what_nobody_can_look_for_decided(server, clock, make, doubt):
    lin, channel = make_user("lin", is_superuser=True), make(server)
    row = channel.notifications.create(
        key="a", state=DEAD, doubt=True, created_at=clock.now, not_before=clock.now
    )
    notifications.resend(lin, channel, [row.pk])
    row.refresh_from_db()
    assert (row.state, row.doubt) == (WAITING, doubt)


def test_old_messages_are_forgotten_and_waiting_ones_never(server, clock, settings):
    channel = webhook(server)
    server.answers(404)
    opened(make_repository(), 2)
    turn(clock)
    assert states(channel) == [DEAD, WAITING]
    assert notifications.forget_old(clock.now) == 0
    notifications.forget_old(clock.now + settings.RUNGS_KEEP_MESSAGES + timedelta(days=1))
    assert states(channel) == [WAITING]
