"""Slack: what is written, what a hostile name can do (nothing), and whether a message is there already."""

from __future__ import annotations

import json
from typing import Any

import pytest

from maturity.adapters.errors import AdapterError
from maturity.adapters.notifiers import Failed, slack_bot, slack_webhook
from maturity.adapters.outgoing import Unsure
from maturity.core.notices.message import Link
from tests.maturity.adapters.notifiers.messages import HOSTILE, line, message, target
from tests.servers_hooks import SIGNING, TOKEN

BOT = {"channel": "C024BE91L", "token": TOKEN, "signing_secret": SIGNING}


def parts(found: Any, kind: str) -> list[Any]:
    """Every piece of this type, however deep."""
    if isinstance(found, list):
        return [one for item in found for one in parts(item, kind)]
    if not isinstance(found, dict):
        return []
    return [found] * (found.get("type") == kind) + parts(list(found.values()), kind)


def test_a_webhook_gets_blocks_with_links_to_the_pages(server):
    slack_webhook.send(
        target(url=server.url), message(more=Link("… and 990 more", "https://rungs.example/inbox/"))
    )
    body = json.loads(server.taken[0].body)
    assert body["text"] == "acme/network prod: Drift: 2 resources changed"
    assert [one["url"] for one in parts(body["blocks"], "link")] == [
        "https://rungs.example/drift/1/", "https://rungs.example/inbox/",
        "https://rungs.example/settings/channels/1/",
    ]  # fmt: skip
    button = parts(body["blocks"], "button")[0]
    assert (button["text"]["text"], button["url"]) == ("Open the drift", "https://rungs.example/drift/1/")
    assert "value" not in button


def test_what_the_title_says_is_not_said_again(server):
    slack_webhook.send(target(url=server.url), message())
    said = [one["text"] for one in parts(json.loads(server.taken[0].body)["blocks"], "text")]
    assert said == ["▲ ", "acme/network prod: Drift: 2 resources changed", "23 Nov 12:00"]


def test_a_hostile_name_calls_nobody_and_links_nowhere(server):
    said = message(title=HOSTILE, lines=(line(subject=HOSTILE, text=HOSTILE),) * 2, buttons=())
    slack_webhook.send(target(url=server.url), said)
    body = json.loads(server.taken[0].body)
    assert "<" not in body["text"]
    assert parts(body["blocks"], "mrkdwn") == []
    assert {one["url"] for one in parts(body["blocks"], "link")} == {line().url, said.foot.url}
    assert any("<!channel>" in one["text"] for one in parts(body["blocks"], "text"))


def test_the_app_writes_into_its_channel_and_finds_its_message_again(workspace):
    slack_bot.send(target(**BOT), message())
    assert workspace.written[0]["channel"] == "C024BE91L"
    assert slack_bot.arrived(target(**BOT), "rungs-1-event:1")
    assert not slack_bot.arrived(target(**BOT), "rungs-1-event:2")


def test_a_message_is_found_by_its_block_where_metadata_is_not_shown(workspace):
    slack_bot.send(target(**BOT), message())
    del workspace.written[0]["metadata"]
    assert slack_bot.arrived(target(**BOT), "rungs-1-event:1")


@pytest.mark.parametrize(
    "history",
    [b"{}", b'{"ok": true}', b'{"ok": true, "messages": {}}', b"[]", b"\xff", b'"x"', b"[" * 100_000],
)
def test_a_history_that_is_none_is_an_error_and_not_an_answer(workspace, history):
    workspace.hook.answers(200, history)
    with pytest.raises(AdapterError):
        slack_bot.arrived(target(**BOT), "rungs-1-event:1")


@pytest.mark.parametrize(
    "odd", [None, 3, "x", {}, {"blocks": "x", "metadata": []}, {"blocks": [], "metadata": {}}]
)
def test_odd_messages_of_others_are_passed_over(workspace, odd):
    workspace.hook.answers(200, json.dumps({"ok": True, "messages": [odd]}).encode())
    assert not slack_bot.arrived(target(**BOT), "rungs-1-event:1")


@pytest.mark.parametrize(
    ("error", "kind", "permanent"),
    [("channel_not_found", Failed, True), ("not_in_channel", Failed, True), ("ratelimited", Failed, False),
     ("fatal_error", Unsure, False), ("internal_error", Unsure, False)],
)  # fmt: skip
def test_what_slack_says_in_its_body_counts(workspace, error, kind, permanent):
    workspace.says = error
    with pytest.raises(kind, match=error) as raised:
        slack_bot.send(target(**BOT), message())
    assert raised.value.permanent is permanent


def test_a_missing_scope_is_named(workspace):
    workspace.hook.answers(200, b'{"ok": false, "error": "missing_scope", "needed": "channels:history"}')
    with pytest.raises(Failed, match="missing_scope channels:history"):
        slack_bot.arrived(target(**BOT), "x")


@pytest.mark.parametrize(
    ("field", "value"),
    [("channel", "#ops"), ("token", "xoxp-1"), ("signing_secret", "secret"), ("channel", "")],
)
def test_a_token_of_another_kind_is_refused(field, value):
    with pytest.raises(AdapterError):
        slack_bot.check(target(**{**BOT, field: value}))


def test_a_page_of_slack_is_no_webhook():
    with pytest.raises(AdapterError, match="looks like"):
        slack_webhook.check(target(url="https://hooks.slack.com/workflows/x"))
