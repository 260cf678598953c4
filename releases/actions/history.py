"""Leaving an Event about a release."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from maturity.models import User
from releases.actions import telling
from releases.models import Release


def tell(kind: str, by: User | None, release: Release, now: datetime, **data: Any) -> None:
    """data: what is told besides, `item` and `principal` among it; an item is told with its title."""
    application = release.application
    item = release.checklist.item(str(data.get("item") or ""))
    if item is not None:
        data = {"title": item.title, **data}
    told = {"version": release.version, "attempt": release.attempt, "digest": release.digest, **data}
    subject = f"{application.name} {release.version}"
    telling.tell(kind, by, application, subject=subject, at=now, **told)
