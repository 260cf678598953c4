"""What a lock says about itself. Terraform and OpenTofu write the same JSON, to S3 and to DynamoDB."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from msgspec import Struct

SKEW = timedelta(minutes=10)
OPERATIONS = {
    "OperationTypePlan": "plan", "OperationTypeApply": "apply", "OperationTypeRefresh": "refresh",
    "OperationTypeInvalid": "",
}  # fmt: skip
_OPERATION = re.compile(r"[A-Za-z][\w -]{0,60}")


class Lock(Struct, frozen=True, kw_only=True):
    """A state that somebody holds.

    id         what force-unlock asks for; "" when the lock does not tell
    who        "user@machine"
    operation  "plan", "apply", …
    place      where the lock itself was seen: "s3://bucket/key.tflock", "dynamodb://table/bucket/key"
    since      when it was taken; None when nothing tells
    """

    id: str = ""
    who: str = ""
    operation: str = ""
    info: str = ""
    version: str = ""
    place: str = ""
    since: datetime | None = None


def read_lock_info(text: str | bytes, *, place: str, now: datetime, written: datetime | None = None) -> Lock:
    """A lock is a lock, however little can be understood of what it says.

    written  when the store says that it was written: the store's clock is better than a laptop's
    """
    said = _said(text)
    return Lock(
        id=_text(said.get("ID"), 100),
        who=_text(said.get("Who"), 300),
        operation=_operation(_text(said.get("Operation"), 100)),
        info=_text(said.get("Info"), 500),
        version=_text(said.get("Version"), 30),
        place=place[:500],
        since=_since(_moment(said.get("Created")), written, now),
    )


def held_long(since: datetime, now: datetime, long: timedelta) -> bool:
    return now - since > long


def _said(text: str | bytes) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _text(value: object, limit: int) -> str:
    """One line of text that every database takes."""
    if not isinstance(value, str):
        return ""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in value).split())[:limit]


def _operation(written: str) -> str:
    known = OPERATIONS.get(written)
    if known is not None:
        return known
    return written.removeprefix("OperationType").lower() if _OPERATION.fullmatch(written) else ""


def _moment(value: object) -> datetime | None:
    """Terraform writes nanoseconds; `datetime` knows microseconds."""
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(re.sub(r"(\.\d{1,6})\d*", r"\1", value[:40]))
    except ValueError:
        return None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    return found if found.year > 2000 else None


def _since(created: datetime | None, written: datetime | None, now: datetime) -> datetime | None:
    if created is None or (written is not None and abs(created - written) > SKEW):
        created = written
    return None if created is None else min(created, now)
