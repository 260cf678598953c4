"""Microsoft Teams, through the webhook of a workflow, as an adaptive card."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from maturity.adapters.notifiers._port import (
    Field,
    Notifier,
    Target,
    post_json,
    refuse,
    shown_address,
)
from maturity.adapters.outgoing import checked
from maturity.core.notices.message import SIGNS, Line, Link, Message, cut

CARD = "application/vnd.microsoft.card.adaptive"
SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
# A card may have 28 KB: https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors
LONGEST = 400
_MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]()#<>!|~"})


def send(target: Target, message: Message) -> None:
    attachment = {"contentType": CARD, "contentUrl": None, "content": card(message)}
    body = {"type": "message", "attachments": [attachment]}
    refuse(post_json(target, target["url"], body), "Microsoft Teams")


def card(message: Message) -> dict[str, Any]:
    title = _text(f"{SIGNS[message.tone]} {_plain(message.title)}", size="Medium", weight="Bolder")
    alone = message.alone
    lines = [_plain(alone.when)] if alone else map(_line, message.lines)
    body = [title, *map(_text, lines)]
    if message.more:
        body.append(_text(_link(message.more)))
    body.append(_text(_link(message.foot), size="Small", isSubtle=True))
    actions = [
        {"type": "Action.OpenUrl", "title": cut(one.text, 75), "url": one.url} for one in message.buttons[:5]
    ]
    return {
        "$schema": SCHEMA, "type": "AdaptiveCard", "version": "1.4", "lang": message.language,
        "msteams": {"width": "Full"}, "body": body, "actions": actions,
    }  # fmt: skip


def _line(line: Line) -> str:
    return (
        f"{SIGNS[line.tone]} {_link(Link(line.subject, line.url))}: {_plain(line.text)} ({_plain(line.when)})"
    )


def _link(one: Link) -> str:
    address = one.url.replace("(", "%28").replace(")", "%29")
    return f"[{_plain(one.text)}]({address})"


def _plain(text: str) -> str:
    """Cards read a little Markdown: what a name brings along of it is shown as it is."""
    return cut(text, LONGEST).translate(_MARKDOWN)


def _text(text: str, **look: Any) -> dict[str, Any]:
    return {"type": "TextBlock", "text": text, "wrap": True, **look}


def check(target: Target) -> None:
    checked(target["url"], target.policy)


notifier = Notifier(
    kind="teams",
    label=gettext_lazy("Microsoft Teams"),
    fields=(
        Field("url", gettext_lazy("Workflow address"), secret=True, longest=1500,
              placeholder="https://….logic.azure.com/workflows/…",
              hint=gettext_lazy("Of a workflow that starts by “When a Teams webhook request is received”.")),
    ),
    send=send, check=check, shown=shown_address,
)  # fmt: skip
