"""What a release that was started waits for: a job that takes its ticket, then word of its deployment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from maturity.models import User
from releases.core.state import State
from releases.models import Release
from releases.views._parts import Part


def told(release: Release, user: User, now: datetime) -> dict[str, Any] | None:
    if release.state != State.ROLLING:
        return None
    ticket = release.tickets.filter(void_at=None).order_by("-pk").first()
    return {"ticket": ticket} if ticket else None


PART = Part(place=5, template="releases/_part_ticket.html", told=told)
