"""The way to break-glass on the page of a release; what it then owes is the part `review`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from maturity.access import may
from maturity.models import Role, User
from releases.core.machine import Move, after
from releases.models import Release
from releases.views._parts import Part


def told(release: Release, user: User, now: datetime) -> dict[str, Any] | None:
    """Before it is on its way, for leads alone."""
    possible = after(release.state, Move.OVERRIDE) is not None
    return {} if possible and may(user, Role.LEAD, release.application.team) else None


PART = Part(place=90, template="releases/_override_part.html", told=told)
