"""The rollout on the page of a release: asked for when it is there, and again while it goes on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from maturity.models import User
from releases.core.state import ON_THE_WAY
from releases.models import Release
from releases.views._parts import Part


def told(release: Release, _user: User, _now: datetime) -> dict[str, Any] | None:
    """What goes to all of the traffic at once has something to tell only once it has it."""
    by_degrees = release.steps != [100] or release.step or release.state in ON_THE_WAY
    return {} if by_degrees else None


PART = Part(place=10, template="releases/_rollout_later.html", told=told)
