"""Channels, their routes and their outbox: who may change them, and that no secret comes out again."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from maturity.models import Channel, Event, Notification, Role, Route, Team, User
from tests.factories import make_channel, make_event, make_member, make_repository, make_team
from tests.maturity.actions.notifications.house import START
from tests.pages import Page, get, signed_in
from tests.servers_hooks import Hook

SECRET = "https://hooks.slack.com/services/T000/B000/abcdefghijkl9xYz"
ROUTE = {"digest": "", "time_zone": "UTC"}


@pytest.fixture
def server(server: Hook, settings: Any) -> Hook:
    settings.RUNGS_ALLOW_HTTP = settings.RUNGS_ALLOW_PRIVATE_ADDRESSES = True
    return server


@pytest.fixture
def looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maturity.adapters.address.addresses_of", lambda host, port: ["93.184.215.14"])
    monkeypatch.setattr("maturity.adapters.outgoing.addresses_of", lambda host, port: ["93.184.215.14"])


@pytest.fixture
def network(db: None) -> Team:
    return make_team("Network")


@pytest.fixture
def lead(network: Team) -> Client:
    return signed_in(make_member("lea", network, Role.LEAD))


def add(client: Client, kind: str = "slack_webhook", **typed: str) -> Any:
    given = {"name": "ops", "language": "en", "url": SECRET}
    return client.post(f"/settings/channels/new/{kind}/", {**given, **typed})


def test_without_a_channel_the_page_says_what_one_is_for(client: Client) -> None:
    page = get(client, "/settings/channels/")
    assert "No channel yet" in page.text
    assert "Microsoft Teams" in page.links


def test_a_lead_adds_a_channel_of_the_team_and_its_secret_is_never_shown(
    lead: Client, network: Team, looked_up: None
) -> None:
    answer = add(lead, team=str(network.pk))
    row = Channel.objects.get()
    assert answer.headers["Location"] == f"/settings/channels/{row.pk}/"
    assert (row.team, row.shown, row.routes.count()) == (network, "hooks.slack.com …9xYz", 1)
    assert SECRET in row.secret
    event = Event.objects.get(kind="channel.added")
    pages = [get(lead, f"/settings/channels/{row.pk}/").html, get(lead, "/settings/channels/").html]
    assert not any("abcdefghijkl" in text for text in [*pages, str(event.data)])
    assert "hooks.slack.com …9xYz" in pages[0]


def test_what_was_typed_as_a_secret_does_not_come_back_with_an_error(lead: Client, network: Team) -> None:
    answer = add(lead, team=str(network.pk), name="")
    assert answer.status_code == 422
    assert "abcdefghijkl" not in answer.content.decode()
    assert "Enter a name" in Page(answer).text


@pytest.mark.parametrize(
    "url", ["https://127.0.0.1/x", "https://[::ffff:10.0.0.1]/x", "http://example.com/x", "https://169.254.169.254/",
            "file:///etc/passwd", "gopher://127.0.0.1/", "https://0.0.0.0/"],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["slack_webhook", "teams", "webhook"])
def test_no_address_leads_into_our_own_network(lead: Client, network: Team, kind: str, url: str) -> None:
    answer = add(lead, kind, team=str(network.pk), url=url, key="k" * 20)
    assert answer.status_code == 422
    assert not Channel.objects.exists()


def test_a_lead_adds_none_for_others_nor_for_everybody(lead: Client, network: Team, looked_up: None) -> None:
    other = make_team("Other")
    assert add(lead, team=str(other.pk)).status_code == 422
    assert add(lead).status_code == 403
    assert not Channel.objects.exists()


def test_a_secret_that_is_left_empty_stays(lead: Client, network: Team, looked_up: None) -> None:
    add(lead, team=str(network.pk))
    row = Channel.objects.get()
    lead.post(f"/settings/channels/{row.pk}/", {"name": "net", "language": "zh-hans", "url": ""})
    row.refresh_from_db()
    assert (row.name, row.language) == ("net", "zh-hans")
    assert SECRET in row.secret


def test_fields_of_others_are_not_taken_along(lead: Client, network: Team, looked_up: None) -> None:
    add(lead, team=str(network.pk), kind_="x", enabled="", failures="9", given="{}", error="x")
    row = Channel.objects.get()
    assert (row.enabled, row.failures, row.error, row.given) == (True, 0, "", {})


def test_a_name_is_there_once_in_a_team(lead: Client, network: Team, looked_up: None) -> None:
    add(lead, team=str(network.pk))
    assert "already" in Page(add(lead, team=str(network.pk))).text


PATHS = ["", "test/", "switch/", "remove/", "routes/", "routes/{r}/", "routes/{r}/remove/"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("role", [Role.VIEWER, Role.APPROVER, Role.LEAD])
def test_only_leads_of_its_team_reach_a_channel(network: Team, path: str, role: Role) -> None:
    row = make_channel(team=network if role < Role.LEAD else make_team("Other"))
    client = signed_in(make_member("vic", network, role))
    place = f"/settings/channels/{row.pk}/{path.format(r=row.routes.get().pk)}"
    assert client.post(place, {"on": "0"}).status_code in (403, 404)
    row.refresh_from_db()
    assert row.enabled
    assert Route.objects.count() == 1


def test_shared_channels_are_the_administrators(lead: Client, client: Client) -> None:
    row = make_channel()
    assert get(lead, f"/settings/channels/{row.pk}/").status == 404
    assert get(client, f"/settings/channels/{row.pk}/").status == 200


def test_the_test_button_shows_the_providers_own_words(client: Client, server: Hook) -> None:
    row = make_channel("slack_webhook", {"url": f"{server.url}/services/x"})
    server.answers(404, b"no_service")
    answer = client.post(f"/settings/channels/{row.pk}/test/", headers={"HX-Request": "true"})
    assert "Slack answered HTTP 404: no_service." in Page(answer).text
    server.answers(200)
    answer = client.post(f"/settings/channels/{row.pk}/test/", headers={"HX-Request": "true"})
    assert "Sent, and taken." in Page(answer).text
    assert b"lin tests the channel" in server.taken[1].body


def test_a_channel_is_paused_and_resumed(client: Client) -> None:
    row = make_channel()
    client.post(f"/settings/channels/{row.pk}/switch/", {"on": "0"})
    assert "Paused" in get(client, f"/settings/channels/{row.pk}/").text
    client.post(f"/settings/channels/{row.pk}/switch/", {"on": "1"})
    kinds = list(Event.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["channel.paused", "channel.resumed"]


def test_a_channel_is_removed_with_what_it_had(client: Client) -> None:
    row = make_channel()
    client.post(f"/settings/channels/{row.pk}/remove/")
    assert not Channel.objects.exists()
    assert "removed" not in get(client, "/settings/channels/").text


def test_a_route_is_added_changed_and_removed(client: Client, network: Team) -> None:
    row = make_channel(routes=False)
    typed = {"kinds": ["drift.*", "lock.*"], "environments": "prod, stage prod", "team": str(network.pk),
             "digest": "weekly", "digest_at": "09:30", "digest_day": "2", "quiet_from": "22:00",
             "quiet_to": "07:00", "quiet_days": ["5", "6"], "time_zone": "Europe/Berlin"}  # fmt: skip
    client.post(f"/settings/channels/{row.pk}/routes/", typed)
    route = Route.objects.get()
    assert (route.environments, route.kinds, route.team) == (
        ["prod", "stage"],
        ["drift.*", "lock.*"],
        network,
    )
    assert (route.digest_day, f"{route.quiet_from:%H:%M}", route.quiet_days) == (2, "22:00", [5, 6])
    shown = get(client, f"/settings/channels/{row.pk}/").text
    assert (
        "of the team Network · in prod, stage · every Wednesday at 09:30 · quiet from 22:00 to 07:00" in shown
    )
    page = get(client, f"/settings/channels/{row.pk}/routes/{route.pk}/")
    assert 'value="22:00"' in page.html
    client.post(f"/settings/channels/{row.pk}/routes/{route.pk}/", ROUTE)
    route.refresh_from_db()
    assert (route.environments, route.kinds, route.quiet_from) == ([], [], None)
    client.post(f"/settings/channels/{row.pk}/routes/{route.pk}/remove/")
    assert not Route.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"time_zone": "Mars/Olympus"}, "looks like Europe/Berlin"),
        ({"time_zone": "../../etc/passwd"}, "looks like Europe/Berlin"),
        ({"quiet_from": "22:00"}, "a beginning and an end"),
        ({"quiet_from": "22:00", "quiet_to": "22:00"}, "a beginning and an end"),
        ({"digest": "daily"}, "Enter a time"),
        ({"digest_at": "noon"}, "Enter a time"),
        ({"quiet_days": list("0123456")}, "Leave a day"),
        ({"environments": "x" * 51}, "At most 20"),
        ({"kinds": ["secret.*"]}, "secret.*"),
    ],
)
def test_a_route_that_cannot_be_is_refused_in_a_sentence(client: Client, typed: Any, said: str) -> None:
    row = make_channel(routes=False)
    answer = client.post(f"/settings/channels/{row.pk}/routes/", {**ROUTE, **typed})
    assert answer.status_code == 422
    assert said in Page(answer).text
    assert not Route.objects.exists()


def test_a_route_of_another_channel_is_not_found_under_mine(lead: Client, network: Team) -> None:
    mine, other = make_channel(team=network), make_channel(team=make_team("Other"))
    theirs = other.routes.get()
    assert lead.post(f"/settings/channels/{mine.pk}/routes/{theirs.pk}/", ROUTE).status_code == 404
    assert lead.post(f"/settings/channels/{mine.pk}/routes/{theirs.pk}/remove/").status_code == 404


def message(channel: Channel, state: str = "dead", **fields: Any) -> Notification:
    row = channel.notifications.create(
        key=f"event:{channel.notifications.count()}",
        state=state,
        created_at=START,
        not_before=START,
        **fields,
    )
    row.events.add(make_event(make_repository(f"acme/{row.pk}"), "drift.opened", subject="<b>prod</b>"))
    return row


def test_the_outbox_shows_what_did_not_arrive_and_why(client: Client) -> None:
    channel = make_channel()
    message(channel, error="Slack answered channel_not_found.")
    message(channel, doubt=True)
    page = get(client, "/settings/outbox/")
    assert "Slack answered channel_not_found." in page.text
    assert "Nobody knows whether it arrived" in page.text
    assert "<b>prod</b>" not in page.html


def test_a_dead_message_is_sent_again_or_dropped(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[int] = []
    monkeypatch.setattr("maturity.tasks.send_messages.delay", woken.append)
    channel = make_channel()
    first, second = message(channel), message(channel)
    client.post(f"/settings/outbox/{channel.pk}/resend/", {"message": str(first.pk)})
    client.post(f"/settings/outbox/{channel.pk}/drop/", {"all": "1"})
    assert {row.pk: row.state for row in Notification.objects.all()} == {
        first.pk: "waiting", second.pk: "dropped"
    }  # fmt: skip
    assert woken == [channel.pk]
    assert client.post(f"/settings/outbox/{channel.pk}/eat/").status_code == 404


def test_nobody_touches_the_outbox_of_others(lead: Client, network: Team) -> None:
    mine, theirs = make_channel(team=network), make_channel(team=make_team("Other"))
    row = message(theirs, error="of others")
    assert "of others" not in get(lead, "/settings/outbox/").text
    assert get(lead, f"/settings/outbox/?channel={theirs.pk}").status == 404
    assert lead.post(f"/settings/outbox/{theirs.pk}/resend/", {"message": row.pk}).status_code == 404
    lead.post(f"/settings/outbox/{mine.pk}/resend/", {"message": str(row.pk)})
    assert Notification.objects.get().state == "dead"


def test_who_leads_nothing_is_told_the_role_it_takes(network: Team) -> None:
    client = signed_in(make_member("vic", network, Role.VIEWER))
    assert [get(client, path).status for path in ("/settings/channels/", "/settings/outbox/")] == [403, 403]


def test_the_inbox_of_a_lead_tells_of_failing_channels_and_that_of_others_does_not(
    lead: Client, network: Team, lin: User
) -> None:
    row = make_channel(team=network, name="ops")
    make_event(None, "channel.failing", team=network, subject="ops", data={"channel": row.pk})
    page = get(lead, "/inbox/")
    assert page.links["ops"] == f"/settings/channels/{row.pk}/"
    assert "Messages to the channel ops fail" in page.text
    vic = signed_in(make_member("vic", network, Role.VIEWER))
    assert "ops" not in get(vic, "/inbox/").text


def test_a_channel_without_its_notifier_still_has_a_page(client: Client) -> None:
    row = make_channel("pager")
    assert "pager" in get(client, f"/settings/channels/{row.pk}/").text


def test_nothing_stands_where_a_channel_has_nothing_to_show(client: Client) -> None:
    row = make_channel(shown="", name="ops")
    assert "Webhook · of the whole organisation" in get(client, f"/settings/channels/{row.pk}/").text
    assert "the whole organisation · not used yet" in get(client, "/settings/channels/").text
