"""Everything that happened, with its place in the chain: the complete population, for auditors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from maturity.models import ChainLink

COLUMNS = (
    "position", "at", "kind", "subject", "actor", "repository", "stack", "team", "data", "event", "hash",
)  # fmt: skip
AT_ONCE = 2000


def links(since: datetime | None = None, until: datetime | None = None) -> QuerySet[ChainLink]:
    """From `since` on, before `until`."""
    found = ChainLink.objects.order_by("position")
    if since:
        found = found.filter(event__at__gte=since)
    return found.filter(event__at__lt=until) if until else found


def rows(found: QuerySet[ChainLink]) -> Iterator[dict[str, Any]]:
    """One for each event, in the order of the chain."""
    wanted = found.values_list(
        "position", "event_id", "who", "hash",
        "event__at", "event__kind", "event__subject", "event__data",
    )  # fmt: skip
    for position, event, who, digest, at, kind, subject, data in wanted.iterator(chunk_size=AT_ONCE):
        yield {
            "position": position, "at": at.isoformat(), "kind": kind, "subject": subject,
            **{name: who.get(name, "") for name in ("actor", "repository", "stack", "team")},
            "data": data, "event": event, "hash": digest,
        }  # fmt: skip


def cells(row: dict[str, Any]) -> list[object]:
    """As a table holds it."""
    text = json.dumps(row["data"], ensure_ascii=False, sort_keys=True)
    return [text if name == "data" else row[name] for name in COLUMNS]
