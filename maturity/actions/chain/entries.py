"""Events as links vouch for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from maturity.core.chain import Entry
from maturity.models import Event

POINTERS = ("actor_id", "repository_id", "stack_id", "team_id")
COLUMNS = ("pk", "at", "kind", "subject", "data", *POINTERS)
NAMES = {
    "actor__username": "actor", "repository__name": "repository", "stack__directory": "stack",
    "team__name": "team",
}  # fmt: skip


def told(pks: Iterable[int], *more: str) -> dict[int, dict[str, Any]]:
    """What is there of these events, by their number."""
    rows = Event.objects.filter(pk__in=list(pks)).values(*COLUMNS, *more)
    return {row["pk"]: row for row in rows}


def names(row: Mapping[str, Any]) -> dict[str, str]:
    """And the numbers of their rows, since names change."""
    found = {name: row[column] for column, name in NAMES.items() if row[column]}
    return found | {name: str(row[name]) for name in POINTERS if row[name] is not None}


def entry(position: int, row: Mapping[str, Any], who: dict[str, str]) -> Entry:
    """who: as the link has it. What the event points to may go, and then it points nowhere; not elsewhere."""
    turned = {name: str(row[name]) for name in POINTERS if name in who and row[name] is not None}
    who = who | turned
    return Entry(position, row["pk"], _text(row["at"]), row["kind"], row["subject"], row["data"], who)


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
