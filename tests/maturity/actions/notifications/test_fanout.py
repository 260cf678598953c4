"""Who is told of what: once, and nobody of what they may not see."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from maturity.actions import notifications
from maturity.models import Event, Notification
from tests.factories import make_channel, make_event, make_repository, make_route, make_stack, make_team
from tests.maturity.actions.notifications.house import START, opened, rows

pytestmark = pytest.mark.django_db


def told(channel) -> list[list[str]]:
    """The subjects in each of its messages."""
    return [list(row.events.order_by("pk").values_list("subject", flat=True)) for row in rows(channel)]


def test_an_event_makes_one_message_for_each_channel_and_is_delivered():
    first, second = make_channel(), make_channel()
    opened(make_repository())
    assert notifications.deliver_events(START) == 1
    assert notifications.deliver_events(START) == 0
    assert told(first) == told(second) == [["acme/network prod"]]
    assert Event.objects.get().delivered_at == START


def test_only_news_is_told():
    channel = make_channel()
    make_event(make_repository(), "scan.requested")
    notifications.deliver_events(START)
    assert told(channel) == []


def test_a_team_is_told_of_its_own_repositories_however_open_reading_is():
    net, data = make_team("Network"), make_team("Data")
    channel, shared = make_channel(team=net), make_channel()
    opened(make_repository("acme/network", team=net), subject="own")
    opened(make_repository("acme/data", team=data), subject="of others")
    opened(make_repository("acme/nobody"), subject="of nobody")
    opened(make_repository("acme/gone", team=net, archived=True), subject="forgotten")
    notifications.deliver_events(START)
    assert told(channel) == [["own"]]
    assert told(shared) == [["own"], ["of others"], ["of nobody"]]


def test_routes_narrow_by_team_environment_and_kind():
    net = make_team("Network")
    repository = make_repository(team=net)
    stage = make_stack(repository, environment="stage")
    prod = make_channel(routes=False)
    make_route(prod, environments=["prod"], kinds=["drift.*"], team=net)
    opened(repository, stack=make_stack(repository, "live/prod"), subject="prod")
    opened(repository, stack=stage, subject="stage")
    make_event(repository, "level.changed", subject="level", data={"from": 2, "to": 3})
    notifications.deliver_events(START)
    assert told(prod) == [["prod"]]


def test_what_happened_before_a_route_was_made_is_not_told():
    before = opened(make_repository())[0]
    channel = make_channel(routes=False)
    make_route(channel, after=before.pk)
    opened(before.repository, subject="after")
    notifications.deliver_events(START)
    assert told(channel) == [["after"]]


def test_a_channel_that_is_off_or_has_no_route_is_told_nothing():
    off, bare = make_channel(enabled=False), make_channel(routes=False)
    switched = make_channel(routes=False)
    make_route(switched, enabled=False)
    opened(make_repository())
    assert notifications.deliver_events(START) == 1
    assert told(off) == told(bare) == told(switched) == []


def test_a_digest_collects_until_its_hour():
    channel = make_channel(routes=False)
    make_route(channel, digest="daily", digest_at=time(9), time_zone="Europe/Berlin")
    opened(make_repository(), 2)
    notifications.deliver_events(START)
    opened(make_repository("acme/app"))
    notifications.deliver_events(START + timedelta(hours=2))
    (row,) = rows(channel)
    assert row.events.count() == 3
    assert row.not_before == START + timedelta(hours=20)
    opened(make_repository("acme/data"))
    notifications.deliver_events(START + timedelta(hours=20))
    assert [one.events.count() for one in rows(channel)] == [3, 1]


def test_what_happens_in_quiet_hours_comes_as_one_at_their_end():
    channel = make_channel(routes=False)
    make_route(channel, quiet_from=time(11), quiet_to=time(13))
    opened(make_repository(), 3)
    notifications.deliver_events(START)
    (row,) = rows(channel)
    assert (row.events.count(), row.not_before) == (3, START + timedelta(hours=1))


def test_a_digest_that_is_being_sent_takes_nothing_more_in():
    channel = make_channel(routes=False)
    make_route(channel, digest="daily", digest_at=time(9))
    repository = make_repository()
    opened(repository)
    notifications.deliver_events(START)
    Notification.objects.update(state="sending")
    opened(repository)
    notifications.deliver_events(START)
    assert [row.events.count() for row in rows(channel)] == [1, 1]


def test_a_storm_is_one_message():
    channel = make_channel()
    opened(make_repository(), 1_000)
    assert notifications.deliver_events(START) == 1_000
    assert [row.events.count() for row in rows(channel)] == [1_000]


def test_what_comes_while_ten_wait_goes_out_together():
    channel, repository = make_channel(), make_repository()
    for _ in range(14):
        opened(repository)
        notifications.deliver_events(START)
    assert [row.events.count() for row in rows(channel)] == [1] * 10 + [4]


def test_a_channel_is_not_told_that_it_fails_itself():
    team = make_team()
    failing, other, elsewhere = (
        make_channel(team=team),
        make_channel(team=team),
        make_channel(team=make_team("B")),
    )
    make_event(None, "channel.failing", subject="ops", team=team, data={"channel": failing.pk})
    notifications.deliver_events(START)
    assert (told(failing), told(other), told(elsewhere)) == ([], [["ops"]], [])


def test_a_time_zone_that_is_none_is_utc():
    channel = make_channel(routes=False)
    make_route(channel, digest="daily", digest_at=time(13), time_zone="Mars/Olympus")
    opened(make_repository())
    notifications.deliver_events(START)
    assert rows(channel)[0].not_before == START + timedelta(hours=1)
