"""Feature flags on the page of a release: Stage, Prod, and what a rollback sets."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from maturity.models import User
from releases.actions.flags import flags_of
from releases.models import Release
from releases.views._parts import Part


def told(release: Release, _user: User, now: datetime) -> dict[str, Any] | None:
    """Nothing where no flag is known and none was looked for."""
    found = flags_of(release, now)
    return {"flags": found} if found.lines or found.known is None else None


PART = Part(place=60, template="releases/_flags.html", told=told)
