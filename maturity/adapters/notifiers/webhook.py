"""Any service: JSON over https, signed, with a key that says which message it is. docs/notifications.md"""

from __future__ import annotations

import hashlib
import hmac
import time
from typing import Any

import msgspec
from django.utils.translation import gettext_lazy

from maturity.adapters import outgoing
from maturity.adapters.address import refuse as refuse_address
from maturity.adapters.notifiers._port import Field, Notifier, Target, host_of, refuse
from maturity.adapters.outgoing import checked
from maturity.core.notices.message import Line, Message

LEAST_KEY = 16


def send(target: Target, message: Message) -> None:
    body = msgspec.json.encode(written(message))
    at = str(int(time.time()))
    headers = {
        "Content-Type": "application/json; charset=utf-8", "Idempotency-Key": message.key,
        "Rungs-Timestamp": at, "Rungs-Signature": signature(target["key"], at, body),
    }  # fmt: skip
    refuse(outgoing.post(target["url"], body, headers, target.policy), host_of(target["url"]))


def signature(key: str, at: str, body: bytes) -> str:
    """Over "timestamp.body", so that an old request cannot be sent again as a new one."""
    return "v1=" + hmac.new(key.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()


def written(message: Message) -> dict[str, Any]:
    return {
        "key": message.key, "title": message.title, "severity": message.tone, "language": message.language,
        "events": [_line(line) for line in message.lines],
        "more": {"text": message.more.text, "url": message.more.url} if message.more else None,
        "links": [{"text": one.text, "url": one.url} for one in message.buttons],
    }  # fmt: skip


def _line(line: Line) -> dict[str, Any]:
    return {
        "id": line.event, "kind": line.kind, "at": line.at, "severity": line.tone, "subject": line.subject,
        "text": line.text, "url": line.url, "repository": line.repository or None,
        "environment": line.environment or None, "team": line.team or None,
    }  # fmt: skip


def check(target: Target) -> None:
    checked(target["url"], target.policy)
    if len(target["key"]) < LEAST_KEY or not target["key"].isascii() or not target["key"].isprintable():
        raise refuse_address("The signing key has at least 16 letters, digits or signs.")


def shown(target: Target) -> str:
    return host_of(target["url"])


notifier = Notifier(
    kind="webhook",
    label=gettext_lazy("Webhook"),
    fields=(
        Field("url", gettext_lazy("Address"), secret=True, longest=1500, placeholder="https://",
              hint=gettext_lazy("Takes a POST with JSON. Kept secret: many addresses have a key in them.")),
        Field("key", gettext_lazy("Signing key"), secret=True,
              hint=gettext_lazy("Every request is signed with it. At least 16 characters.")),
    ),
    send=send, check=check, shown=shown, idempotent=True, lines=200,
)  # fmt: skip
