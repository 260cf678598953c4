"""The rows of a release as evidence tells of them: every answer, word and change, also those that ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Model

from maturity.actions.chain.exporting import links, rows
from releases.actions.evidence.events import events_of
from releases.models import Release

# Keys of other tables, and what only a ticket's holder knows.
LEFT_OUT = frozenset({"id", "release", "release_id", "person_id", "accepted_by_id", "author_id", "secret"})
MANY = (
    "checks", "signoffs", "waivers", "tickets", "overrides", "rollbacks", "deployments", "rehearsals",
    "calls",
)  # fmt: skip


def told(release: Release) -> dict[str, Any]:
    """The whole of it, in plain values."""
    found: dict[str, Any] = {"release": {"application": release.application.name, **_plain(release)}}
    plan = getattr(release, "rollback_plan", None)
    found["rollback_plan"] = _plain(plan) if plan else None
    for name in MANY:
        found[name] = [_plain(row) for row in getattr(release, name).order_by("pk")]
    found["reviews"] = [
        _plain(one.review) for one in release.overrides.select_related("review") if hasattr(one, "review")
    ]
    found["events"] = list(_events(release))
    return found


def _events(release: Release) -> Iterator[dict[str, Any]]:
    """With their places in the chain."""
    wanted = events_of(release).values("pk")
    return rows(links().filter(event__in=wanted))


def _plain(row: Model) -> dict[str, Any]:
    told = {
        field.attname: _value(getattr(row, field.attname))
        for field in row._meta.concrete_fields if field.attname not in LEFT_OUT
    }  # fmt: skip
    if "principal" in told:
        told["signed_in_by"] = str(told["principal"].get("login") or "")
    return told


def _value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
