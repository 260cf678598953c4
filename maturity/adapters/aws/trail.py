"""CloudTrail's own 90 days, asked slowly: it answers two questions a second, for the whole account."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct

from maturity.adapters.aws.session import Access, client, region_of
from maturity.adapters.aws.words import telling
from maturity.core.state.trail import KEPT, Event, event_of

PAUSE = 0.5
PAGE = 50
_next: dict[tuple[str, str], float] = {}
_lock = threading.Lock()


class Trail(Struct, frozen=True):
    """What was found. `more`: there was more than we asked for, so what is missing proves nothing."""

    events: tuple[Event, ...] = ()
    more: bool = False


def look_up(
    connection: Access,
    since: datetime,
    until: datetime,
    *,
    resource: str = "",
    region: str = "",
    pages: int = 3,
    now: datetime | None = None,
) -> Trail:
    """Calls that changed something, of one resource or of all. Raises AdapterError."""
    since = max(since, (now or datetime.now(UTC)) - KEPT)
    if until <= since:
        return Trail()
    region = region or region_of(connection)
    cloudtrail = client(connection, "cloudtrail", region)
    wanted = ("ResourceName", resource) if resource else ("ReadOnly", "false")
    asked = {
        "LookupAttributes": [{"AttributeKey": wanted[0], "AttributeValue": wanted[1]}],
        "StartTime": since, "EndTime": until, "MaxResults": PAGE,
    }  # fmt: skip
    found = list(_pages(cloudtrail, asked, (connection.role_arn, region), pages))
    events = (event_of(entry) for page, _ in found for entry in page)
    return Trail(tuple(event for event in events if event), found[-1][1])


def _pages(
    cloudtrail: Any, asked: dict[str, Any], account: tuple[str, str], limit: int
) -> Iterator[tuple[list[dict[str, Any]], bool]]:
    """Each page, and whether another one follows."""
    for _ in range(limit):
        _wait(account)
        with telling("asking CloudTrail", "cloudtrail:LookupEvents"):
            page = cloudtrail.lookup_events(**asked)
        yield page.get("Events", []), bool(page.get("NextToken"))
        if not page.get("NextToken"):
            return
        asked = {**asked, "NextToken": page["NextToken"]}


def _wait(account: tuple[str, str]) -> None:
    """Take the next free half second of this account."""
    with _lock:
        now = time.monotonic()
        turn = max(now, _next.get(account, 0.0))
        _next[account] = turn + PAUSE
    if turn > now:
        time.sleep(turn - now)
