"""The ECS service on the page of a release: asked for when it is there, and again while traffic moves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from maturity.models import User
from releases.core.state import OVER
from releases.models import Release
from releases.views._parts import Part


def told(release: Release, _user: User, _now: datetime) -> dict[str, Any] | None:
    """What it was set to when the release was over nobody kept."""
    return None if release.state in OVER else {}


PART = Part(place=20, template="releases/_service_later.html", told=told)
