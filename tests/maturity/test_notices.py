"""Messages as people read them: in the channel's language, in the route's time, with links to pages."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from maturity.core.notices.message import Tone
from maturity.models import Channel, Event, Notification
from maturity.models.events import NEWS
from maturity.words import notices
from tests.factories import (
    make_channel,
    make_episode,
    make_event,
    make_repository,
    make_route,
    make_stack,
    make_team,
)

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _here(settings) -> None:
    settings.RUNGS_URL, settings.RUNGS_HOST = "https://rungs.example", "rungs.example"


def row(channel: Channel, *events: Event) -> Notification:
    made = Notification.objects.create(channel=channel, key="one", created_at=AT, not_before=AT)
    made.events.add(*events)
    return made


def drifted(**fields) -> Event:
    repository = make_repository(team=make_team("Network"))
    stack = make_stack(repository)
    data = {"resources": 2, "episode": make_episode(stack).pk}
    given = {"stack": stack, "subject": "acme/network/live/prod prod", "data": data, "at": AT}
    return make_event(repository, "drift.opened", **{**given, **fields})


def test_one_thing_is_told_in_a_sentence_with_a_button_to_its_page():
    event = drifted()
    said = notices.written(row(make_channel(), event), 10)
    assert said.title == "acme/network/live/prod prod: Drift: 2 resources changed"
    assert (said.tone, said.more, said.language) == (Tone.TROUBLE, None, "en")
    page = f"https://rungs.example/drift/{event.data['episode']}/"
    assert [(one.text, one.url) for one in said.buttons] == [("Open the drift", page)]
    line = said.lines[0]
    assert (line.url, line.repository, line.environment, line.team) == (
        page,
        "acme/network",
        "prod",
        "Network",
    )


def test_times_are_those_of_the_route_and_words_those_of_the_channel():
    channel = make_channel(language="zh-hans", routes=False)
    make_route(channel, time_zone="Asia/Shanghai")
    said = notices.written(row(channel, drifted()), 10)
    assert said.lines[0].when == "2026-11-23 20:00 CST"
    assert said.language == "zh-hans"
    assert "Drift: 2 resources changed" not in said.title


def test_many_things_are_counted_and_the_first_ones_told():
    repository = make_repository()
    events = [make_event(repository, "lock.released", at=AT, subject=f"stack {n}") for n in range(1_000)]
    said = notices.written(row(make_channel(), *events), 10)
    assert said.title == "1,000 news items: acme/network, …"
    assert [line.subject for line in said.lines] == [f"stack {n}" for n in range(10)]
    assert said.more is not None
    assert (said.more.text, said.more.url) == ("… and 990 more", "https://rungs.example/inbox/")
    assert said.tone == Tone.NOTE


def test_the_worst_of_many_is_what_the_whole_looks_like():
    repository = make_repository()
    fine = make_event(repository, "check.recovered", at=AT)
    bad = make_event(repository, "check.failing", at=AT, data={"failures": 2})
    assert notices.written(row(make_channel(), fine, bad), 10).tone == Tone.TROUBLE


def test_the_foot_leads_to_where_it_is_changed():
    channel = make_channel(name="ops")
    said = notices.written(row(channel, drifted()), 10)
    assert said.foot.url == f"https://rungs.example/settings/channels/{channel.pk}/"


@pytest.mark.parametrize("kind", NEWS)
def test_every_kind_of_news_can_be_told_and_chosen(kind):
    said = notices.written(row(make_channel(), make_event(None, kind, subject="a thing", at=AT)), 10)
    assert kind not in said.title
    assert said.buttons[0].url.startswith("https://rungs.example/")
    group = f"{kind.partition('.')[0]}.*"
    assert notices.groups()[group] != group


def test_two_messages_are_never_known_by_the_same_key(settings):
    first = row(make_channel(), drifted())
    second = Notification.objects.create(channel=first.channel, key="two", created_at=AT, not_before=AT)
    assert first.known_as != second.known_as
    key = first.known_as
    settings.RUNGS_HOST = "stage.example"
    assert first.known_as != key


def test_a_route_is_read_in_words():
    route = make_route(
        make_channel(), kinds=["drift.*", "check.failing"], environments=["prod"], team=make_team("Network"),
        digest="daily", digest_at=time(9), quiet_days=[5, 6], time_zone="Europe/Berlin",
    )  # fmt: skip
    assert notices.route_in_words(route) == [
        "Drift begins, grows or is over, check.failing", "of the team Network", "in prod",
        "every day at 09:00", "quiet on Saturday, Sunday", "Europe/Berlin",
    ]  # fmt: skip
    assert notices.route_in_words(make_route(make_channel())) == ["All news", "at once"]
