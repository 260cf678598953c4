"""What Slack sends by itself, when somebody uses a button. Buttons only open pages, so nothing is done."""

from __future__ import annotations

import hashlib
from enum import Enum
from urllib.parse import parse_qs

import msgspec
from django.db import IntegrityError, transaction
from django.utils import timezone

from maturity.actions.notifications.sending import target_of
from maturity.adapters.errors import AdapterError
from maturity.core.notices import slack
from maturity.models import Channel, Delivery

MOST_SECRETS = 200
LONGEST_CHALLENGE = 200


class Taken(Enum):
    DONE = "done"
    FORGED = "forged"
    AGAIN = "again"
    GARBAGE = "garbage"


def take_request(at: str, signature: str, body: bytes, form: bool) -> tuple[Taken, str]:  # noqa: FBT001
    """What became of it, and what Slack wants to hear back.

    form  the body is a form with "payload", otherwise JSON
    """
    if not slack.is_good(_secrets(), at, signature, body, timezone.now().timestamp()):
        return Taken.FORGED, ""
    payload = _read(body, form=form)
    if payload is None:
        return Taken.GARBAGE, ""
    if payload.get("type") == "url_verification":
        challenge = payload.get("challenge")
        return Taken.DONE, challenge[:LONGEST_CHALLENGE] if isinstance(challenge, str) else ""
    return (Taken.DONE if _is_new(signature) else Taken.AGAIN), ""


def _secrets() -> list[str]:
    """Slack does not say which app it is: each has a secret of its own."""
    found: set[str] = set()
    for channel in Channel.objects.filter(kind="slack_bot", enabled=True)[:MOST_SECRETS]:
        try:
            found.add(target_of(channel)["signing_secret"])
        except AdapterError:
            continue
    return sorted(found)


def _read(body: bytes, *, form: bool) -> dict[str, object] | None:
    try:
        text = parse_qs(body.decode(), max_num_fields=20).get("payload", [""])[0] if form else body
        found = msgspec.json.decode(text)
    except (ValueError, msgspec.DecodeError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _is_new(signature: str) -> bool:
    known_as = hashlib.sha256(signature.encode()).hexdigest()
    try:
        with transaction.atomic():
            Delivery.objects.create(host="slack", delivery_id=known_as, at=timezone.now())
    except IntegrityError:
        return False
    return True
