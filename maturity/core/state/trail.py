"""Events of CloudTrail: who changed what, as far as management events tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from msgspec import Struct

KEPT = timedelta(days=90)  # how far back CloudTrail itself looks
LATE = timedelta(minutes=15)  # how long an event may take to arrive there
SHOWN = 20
GLOBAL = (
    "aws_iam_",
    "aws_route53_",
    "aws_cloudfront_",
    "aws_organizations_",
    "aws_wafv2_",
    "aws_globalaccel",
)
_MADE_BY = re.compile(r"(?i)\b(terraform|opentofu|pulumi|cloudformation)\b")


class Event(Struct, frozen=True, kw_only=True):
    """One call that changed something.

    who     the ARN of whoever called; the service when AWS itself did
    name    the same in short: "lin", "admin/lin@acme.example", "autoscaling.amazonaws.com"
    source  where the call came from: an address, or a service
    tool    "console", "terraform", "opentofu", …; "" when the caller's program does not tell
    """

    name: str
    who: str
    event: str
    at: datetime
    source: str = ""
    tool: str = ""
    request: str = ""
    resources: tuple[str, ...] = ()


def event_of(found: Mapping[str, Any]) -> Event | None:
    """An entry of LookupEvents; None for calls that only read, that failed, or that cannot be understood."""
    try:
        said = msgspec.json.decode(str(found.get("CloudTrailEvent") or "{}"))
    except msgspec.DecodeError:
        return None
    at = found.get("EventTime")
    if not isinstance(said, dict) or not isinstance(at, datetime):
        return None
    if said.get("readOnly") is True or str(found.get("ReadOnly")).lower() == "true" or said.get("errorCode"):
        return None
    who, name = _actor(_dict(said.get("userIdentity")), str(found.get("Username") or ""))
    agent = _text(said.get("userAgent"))
    console = "console" in agent.lower() or _text(said.get("sessionCredentialFromConsole")) == "true"
    made_by = _MADE_BY.search(agent)
    return Event(
        name=name,
        who=who,
        event=_text(found.get("EventName")),
        at=at if at.tzinfo else at.replace(tzinfo=UTC),
        source=_text(said.get("sourceIPAddress")),
        tool=made_by[1].lower() if made_by else "console" if console else "",
        request=_text(said.get("requestID")),
        resources=tuple(_text(one.get("ResourceName")) for one in found.get("Resources") or ()),
    )


def _actor(identity: Mapping[str, Any], username: str) -> tuple[str, str]:
    """The ARN, and a short name: the session says more than the role, the role more than an id."""
    arn = _text(identity.get("arn"))
    service = _text(identity.get("invokedBy"))
    if not arn:
        return service, service or username or _text(identity.get("type"))
    _, mark, session = arn.partition(":assumed-role/")
    if mark:
        return arn, session
    if identity.get("type") == "Root":
        return arn, "root"
    return arn, _text(identity.get("userName")) or arn.rpartition("/")[2] or username


def _dict(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    if not isinstance(value, str):
        return ""
    return "".join(letter for letter in value if letter.isprintable())[:300]


def row(event: Event, address: str) -> dict[str, str]:
    """As an episode keeps it."""
    return {
        "name": event.name, "event": event.event, "at": event.at.isoformat(), "address": address,
        "source": event.source, "tool": event.tool, "arn": event.who, "request": event.request,
    }  # fmt: skip


def rows(events: Mapping[str, Iterable[Event]]) -> list[dict[str, str]]:
    """address -> events of its resource; the newest of all first. One call is told once per address."""
    found = {(event.request, event.event, address): (event.at, row(event, address))
             for address, some in events.items() for event in some}  # fmt: skip
    return [one for _, one in sorted(found.values(), key=lambda pair: pair[0], reverse=True)[:SHOWN]]


def region_for(kind: str, region: str) -> str:
    """Where CloudTrail files events of this type of resource: services without a region are in one place."""
    if not kind.startswith(GLOBAL):
        return region
    homes = {"cn": "cn-northwest-1", "us-gov": "us-gov-west-1"}
    return next((home for start, home in homes.items() if region.startswith(f"{start}-")), "us-east-1")


def only_writer(events: Iterable[Event]) -> str:
    """The one who changed things with Terraform; "" when nobody did, or several."""
    found = {event.who for event in events if event.tool in ("terraform", "opentofu") and event.who}
    return found.pop() if len(found) == 1 else ""
