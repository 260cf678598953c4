"""The pages of channels: accessible, fitting every width; a test message without leaving the page."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.test_accessibility import inspect_all
from tests.factories import days_ago, make_channel, make_event, make_repository, make_route, make_team
from tests.servers_hooks import hook

LONG = "a-channel-with-a-name-that-is-longer-than-anybody-would-like-it-to-be-in-any-room"


def test_the_pages_of_channels_are_accessible_and_fit(page: Page, settings: Any) -> None:
    settings.DEBUG = True
    team, said = make_team("Network"), "Slack answered HTTP 404: no_service."
    channel = make_channel(
        "slack_webhook", name=LONG, failing_since=days_ago(1), error=said, shown=f"x {LONG}"
    )
    route = make_route(channel, kinds=["drift.*"], environments=["prod"], team=team, quiet_days=[5, 6])
    paused = make_channel("slack_bot", team=team, enabled=False)
    for n, state in enumerate(("dead", "waiting", "sent", "dropped")):
        row = channel.notifications.create(
            key=str(n), state=state, created_at=days_ago(1), not_before=days_ago(1), sent_at=days_ago(0),
            doubt=True, attempts=2, error=said,
        )  # fmt: skip
        row.events.add(*(make_event(make_repository(f"{LONG}/{n}{m}"), "drift.opened") for m in range(2)))
    place = f"/settings/channels/{channel.pk}/"
    addresses = (
        "/settings/channels/", place, f"/settings/channels/{paused.pk}/", "/settings/channels/new/slack_bot/",
        f"{place}routes/", f"{place}routes/{route.pk}/", f"/settings/outbox/?channel={channel.pk}",
        "/settings/outbox/?state=waiting",
    )  # fmt: skip
    assert inspect_all(page, addresses) == {}


def test_a_test_message_is_sent_where_its_channel_is_shown(page: Page, settings: Any) -> None:
    settings.RUNGS_ALLOW_HTTP = settings.RUNGS_ALLOW_PRIVATE_ADDRESSES = True
    with hook() as server:
        channel = make_channel("slack_webhook", {"url": f"{server.url}/services/x"})
        page.goto(f"/settings/channels/{channel.pk}/")
        page.click("text=Send a test message")
        expect(page.locator("#tested")).to_contain_text("Sent, and taken.")
        server.answers(410, b"channel_is_archived")
        page.click("text=Send a test message")
        expect(page.locator("#tested")).to_contain_text("channel_is_archived")
