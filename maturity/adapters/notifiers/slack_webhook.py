"""Slack, through an incoming webhook: nothing but its address is needed, and nobody can look what arrived."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.adapters.address import refuse as refuse_address
from maturity.adapters.notifiers._port import (
    Field,
    Notifier,
    Target,
    post_json,
    refuse,
    shown_address,
)
from maturity.adapters.notifiers._slack import blocks, fallback
from maturity.adapters.outgoing import checked
from maturity.core.notices.message import Message


def send(target: Target, message: Message) -> None:
    body = {"text": fallback(message), "blocks": blocks(message), "unfurl_links": False}
    refuse(post_json(target, target["url"], body), "Slack")


def check(target: Target) -> None:
    address, path = checked(target["url"], target.policy)
    if address.host == "hooks.slack.com" and not path.startswith("/services/"):
        raise refuse_address("A webhook of Slack looks like https://hooks.slack.com/services/….")


notifier = Notifier(
    kind="slack_webhook",
    label=gettext_lazy("Slack, by a webhook"),
    fields=(
        Field("url", gettext_lazy("Webhook address"), secret=True, longest=500,
              placeholder="https://hooks.slack.com/services/…",
              hint=gettext_lazy("Slack makes one for each channel, under Incoming Webhooks of an app.")),
    ),
    send=send, check=check, shown=shown_address,
)  # fmt: skip
