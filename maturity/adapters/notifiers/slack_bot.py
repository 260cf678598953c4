"""Slack, as an app of its own: it can look whether a message arrived, so none is sent twice."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

import msgspec
from django.utils.translation import gettext_lazy

from maturity.adapters import outgoing
from maturity.adapters.address import refuse as refuse_address
from maturity.adapters.notifiers._port import (
    Failed,
    Field,
    Notifier,
    Target,
    last_letters,
    post_json,
    refuse,
    wait_of,
)
from maturity.adapters.notifiers._slack import blocks, fallback
from maturity.adapters.outgoing import Answer, Unsure
from maturity.core.notices.message import Message

API = "https://slack.com/api"
EVENT = "rungs_message"
LOOKED_AT = 100  # of the newest messages
# https://docs.slack.dev/reference/methods/chat.postMessage: the first ones may have done part of the work.
MAYBE = ("fatal_error", "internal_error")
BUSY = ("ratelimited", "rate_limited", "request_timeout", "service_unavailable", "team_added_to_org")
_CHANNEL = re.compile(r"[CGD][A-Z0-9]{5,20}")


def send(target: Target, message: Message) -> None:
    body = {
        "channel": target["channel"], "text": fallback(message), "blocks": blocks(message, message.key),
        "metadata": {"event_type": EVENT, "event_payload": {"key": message.key}},
        "unfurl_links": False, "unfurl_media": False,
    }  # fmt: skip
    _read(post_json(target, f"{API}/chat.postMessage", body, _login(target)))


def arrived(target: Target, key: str) -> bool:
    """Whether one of the newest messages is ours with this key."""
    asked = {"channel": target["channel"], "limit": LOOKED_AT, "include_all_metadata": "true"}
    form = {"Content-Type": "application/x-www-form-urlencoded", **_login(target)}
    url = f"{API}/conversations.history"
    found = _read(outgoing.post(url, urlencode(asked).encode(), form, target.policy, most=1024 * 1024))
    messages = found.get("messages")
    if not isinstance(messages, list):
        raise Failed("Slack answered in a form Rungs does not know.", permanent=False)
    return any(_is(one, key) for one in messages)


def _is(message: Any, key: str) -> bool:
    """By what was sent along, or by its first block where an app may not read that."""
    if not isinstance(message, dict):
        return False
    sent, shown = message.get("metadata"), message.get("blocks")
    payload = sent.get("event_payload") if isinstance(sent, dict) else None
    first = shown[0] if isinstance(shown, list) and shown else None
    return (isinstance(payload, dict) and payload.get("key") == key) or (
        isinstance(first, dict) and first.get("block_id") == key
    )


def _login(target: Target) -> dict[str, str]:
    return {"Authorization": f"Bearer {target['token']}"}


def _read(answer: Answer) -> dict[str, Any]:
    """Slack says "ok" in the body, also where the status is 200."""
    refuse(answer, "Slack")
    try:
        found = msgspec.json.decode(answer.text)
    except (msgspec.DecodeError, RecursionError):
        raise Unsure("Slack answered in a form Rungs does not know.") from None
    if isinstance(found, dict) and found.get("ok") is True:
        return found
    error = str(found.get("error", ""))[:100] if isinstance(found, dict) else ""
    if error in MAYBE:
        raise Unsure(f"Slack answered {error}.")
    needed = str(found.get("needed", ""))[:100] if error == "missing_scope" else ""
    message = f"Slack answered {error or 'something else than ok'}" + (f" {needed}" if needed else "") + "."
    raise Failed(message, permanent=error not in BUSY, later=wait_of(answer))


def check(target: Target) -> None:
    if not _CHANNEL.fullmatch(target["channel"]):
        raise refuse_address(
            "A channel's ID looks like C024BE91L: Slack shows it under the channel's details."
        )
    if not target["token"].startswith("xoxb-"):
        raise refuse_address("The token of a bot begins with xoxb-.")
    if not re.fullmatch(r"[0-9a-f]{16,64}", target["signing_secret"]):
        raise refuse_address("The signing secret is the hexadecimal one under Basic Information of the app.")


def shown(target: Target) -> str:
    return f"slack.com {last_letters(target['token'])}"


notifier = Notifier(
    kind="slack_bot",
    label=gettext_lazy("Slack, by an app"),
    fields=(
        Field("channel", gettext_lazy("Channel ID"), placeholder="C024BE91L",
              hint=gettext_lazy("At the end of the channel's details in Slack. Invite the app there first.")),
        Field("token", gettext_lazy("Bot token"), secret=True, placeholder="xoxb-…",
              hint=gettext_lazy("Of the scopes chat:write, channels:history and groups:history.")),
        Field("signing_secret", gettext_lazy("Signing secret"), secret=True,
              hint=gettext_lazy("Proves that a request comes from Slack when somebody uses a button.")),
    ),
    send=send, check=check, shown=shown, arrived=arrived,
)  # fmt: skip
