"""Sending: in order, once, however the other side behaves."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from maturity.actions import notifications
from maturity.actions.notifications import outcomes
from maturity.actions.notifications.sending import LEASE, claim
from maturity.adapters.notifiers import all_notifiers
from maturity.models import Channel, Event, Notification
from maturity.words.notices import written
from tests.factories import make_repository, make_team
from tests.maturity.actions.notifications.house import (
    DEAD,
    SENT,
    WAITING,
    Clock,
    opened,
    rows,
    slack_bot,
    slack_webhook,
    states,
    turn,
    webhook,
)

pytestmark = pytest.mark.django_db


def keys(server) -> list[str]:
    return [json.loads(one.body)["key"] for one in server.taken]


def expected(channel) -> list[str]:
    return [row.known_as for row in rows(channel)]


def test_messages_arrive_in_order_and_once(server, clock):
    channel = webhook(server)
    opened(make_repository(), 5)
    turn(clock)
    turn(clock)
    assert states(channel) == [SENT] * 5
    assert keys(server) == expected(channel)
    assert json.loads(server.taken[0].body)["title"] == "acme/network prod: Drift: 2 resources changed"


def outage(clock: Clock, channel: Channel, minutes: int = 60) -> None:
    """An event every third minute, while the other side is down."""
    repository = make_repository()
    for n, _ in enumerate(clock.minutes(minutes)):
        if n % 3 == 0 and n < 30:
            opened(repository)
        turn(clock)


@pytest.mark.parametrize("status", [503, 500, 429])
@pytest.mark.parametrize("make", [slack_webhook, webhook])
def test_after_an_hour_of_refusals_everything_arrives_once_and_in_order(server, clock, make, status):
    channel = make(server)
    server.answers(status)
    outage(clock, channel)
    assert set(states(channel)) == {WAITING}
    assert len(server.taken) < 15
    server.taken.clear()
    server.answers(200)
    for _ in clock.minutes(20):
        turn(clock)
    assert states(channel) == [SENT] * 10
    assert len(server.taken) == 10
    if make is webhook:
        assert keys(server) == expected(channel)


def test_after_an_hour_without_anybody_listening_everything_arrives_once(clock, server, settings):
    channel = webhook(server)
    settings.RUNGS_ALLOW_PRIVATE_ADDRESSES = False  # nothing gets through
    Channel.objects.update(secret=json.dumps({"url": "http://127.0.0.1:9/", "key": "k" * 20}))
    settings.RUNGS_ALLOW_PRIVATE_ADDRESSES = True
    outage(clock, channel)
    assert (set(states(channel)), server.taken) == ({WAITING}, [])
    Channel.objects.update(secret=json.dumps({"url": server.url, "key": "k" * 20}))
    for _ in clock.minutes(20):
        turn(clock)
    assert keys(server) == expected(channel)


def test_after_an_hour_in_which_slack_takes_and_never_answers_nothing_is_there_twice(
    workspace, clock, monkeypatch
):
    monkeypatch.setattr("maturity.adapters.outgoing.SECONDS", 0.05)
    monkeypatch.setattr("maturity.adapters.outgoing.post.__kwdefaults__", {
        "resolve": None, "seconds": 0.05, "most": 64 * 1024,
    })  # fmt: skip
    channel = slack_bot()
    workspace.hook.open.clear()
    outage(clock, channel)
    assert len(workspace.written) == 1  # and behind it, the others wait
    workspace.hook.open.set()
    monkeypatch.undo()
    monkeypatch.setattr("maturity.adapters.notifiers.slack_bot.API", f"{workspace.hook.url}/api")
    for _ in clock.minutes(20):
        turn(clock)
    assert states(channel) == [SENT] * 10
    assert workspace.keys == expected(channel)


@pytest.mark.parametrize("make", [slack_webhook])
def test_where_nobody_can_look_a_lost_answer_is_left_to_a_person(server, clock, make):
    channel = make(server)
    server.answers(504)
    opened(make_repository(), 2)
    turn(clock)
    row = rows(channel)[0]
    assert (row.state, row.doubt) == (DEAD, True)
    assert states(channel) == [DEAD, WAITING]
    server.answers(200)
    for _ in clock.minutes(5):
        turn(clock)
    assert states(channel) == [DEAD, SENT]
    assert len(server.taken) == 2


def test_what_is_refused_for_good_is_dead_at_once_and_those_behind_it_go_on(server, clock):
    channel = slack_webhook(server)
    server.reply = lambda taken: (400, {}, b"invalid_blocks") if len(server.taken) == 0 else (200, {}, b"ok")
    opened(make_repository(), 2)
    for _ in clock.minutes(3):
        turn(clock)
    assert states(channel) == [DEAD, SENT]
    assert "invalid_blocks" in rows(channel)[0].error


def test_after_a_day_a_message_is_given_up_with_all_that_waited_as_long(server, clock):
    channel = webhook(server)
    server.answers(503)
    opened(make_repository(), 3)
    turn(clock)
    clock.now += timedelta(hours=24, minutes=1)
    turn(clock)
    assert states(channel) == [DEAD] * 3
    assert all("503" in row.error for row in rows(channel))


def test_how_long_the_other_side_asks_to_be_left_alone_is_kept(server, clock):
    webhook(server)
    server.answers(429, Retry_After="600")
    opened(make_repository())
    turn(clock)
    for _ in clock.minutes(9):
        turn(clock)
    assert len(server.taken) == 1
    for _ in clock.minutes(2):
        turn(clock)
    assert len(server.taken) == 2


def test_a_channel_that_fails_is_news_once_and_so_is_that_it_works_again(server, clock):
    team = make_team()
    failing, other = webhook(server, team=team, name="ops"), slack_bot(team=team, enabled=False)
    server.answers(404)
    opened(make_repository(team=team), 3)
    for _ in clock.minutes(5):
        turn(clock)
    event = Event.objects.get(kind="channel.failing")
    assert (event.team, event.subject, event.data) == (team, "ops", {"channel": failing.pk})
    server.answers(200)
    opened(make_repository("acme/app", team=team))
    for _ in clock.minutes(5):
        turn(clock)
    assert Event.objects.filter(kind="channel.recovered").count() == 1
    assert Event.objects.filter(kind="channel.failing").count() == 1
    assert states(other) == []


def test_one_bad_minute_is_no_news(server, clock):
    webhook(server)
    server.answers(503)
    opened(make_repository())
    turn(clock)
    server.answers(200)
    for _ in clock.minutes(2):
        turn(clock)
    assert not Event.objects.filter(kind__startswith="channel.").exists()


def test_two_workers_do_not_send_for_one_channel_at_once(server, clock):
    channel = webhook(server)
    opened(make_repository(), 2)
    notifications.deliver_events(clock.now)
    assert claim(channel.pk, clock.now) is not None
    assert claim(channel.pk, clock.now) is None
    assert notifications.send_waiting(channel.pk, written, clock) == 0


def test_whoever_lost_the_lease_has_no_say_any_more(server, clock):
    channel = webhook(server)
    opened(make_repository())
    notifications.deliver_events(clock.now)
    mine = claim(channel.pk, clock.now)
    assert mine is not None
    clock.now += LEASE + timedelta(seconds=1)
    assert notifications.reap(clock.now) == 1
    again = claim(channel.pk, clock.now)
    outcomes.arrived(mine, clock.now)
    assert states(channel) == ["sending"]
    assert again is not None
    outcomes.arrived(again, clock.now)
    assert states(channel) == [SENT]


def test_a_message_that_cannot_be_written_does_not_hold_up_the_others(server, clock):
    channel = webhook(server)
    opened(make_repository(), 2)
    notifications.deliver_events(clock.now)
    first = rows(channel)[0].pk

    def broken(row: Notification, most: int):
        if row.pk == first:
            raise ZeroDivisionError
        return written(row, most)

    for _ in clock.minutes(2):
        notifications.send_waiting(channel.pk, broken, clock)
    assert states(channel) == [DEAD, SENT]


def broken_send(*_: object) -> None:
    raise ZeroDivisionError


@pytest.mark.parametrize("make", [webhook, slack_webhook])
def test_a_slip_of_ours_while_sending_is_a_failure_like_another(server, clock, make, monkeypatch):
    channel = make(server)
    opened(make_repository())
    slip = replace(all_notifiers()[channel.kind], send=broken_send)
    with monkeypatch.context() as broken:
        broken.setattr("maturity.actions.notifications.sending.notifier_of", lambda kind: slip)
        turn(clock)
    (row,) = rows(channel)
    assert (row.state, row.doubt) == (WAITING if make is webhook else DEAD, True)
    assert "Rungs itself failed" in row.error
    assert Channel.objects.get().retry_at is not None


def test_secrets_that_cannot_be_opened_are_said_so(server, clock, settings):
    channel = webhook(server)
    opened(make_repository())
    settings.RUNGS_ENCRYPTION_KEYS = ["another key, of which nobody knows"]
    turn(clock)
    assert states(channel) == [DEAD]
    assert "sealed with a key that is not here" in rows(channel)[0].error


def test_a_kind_that_is_gone_is_said_so(clock):
    channel = slack_bot()
    Channel.objects.update(kind="pager")
    opened(make_repository())
    turn(clock)
    assert "pager" in rows(channel)[0].error
