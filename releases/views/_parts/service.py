"""What AWS says of the ECS service that the release goes to. Gates of the checklist judge it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from maturity.models import User
from releases.core.facts.service import Scalar, unpacked
from releases.models import Release
from releases.views._parts import Part


def told(release: Release, user: User, now: datetime) -> dict[str, Any] | None:
    service = release.application.services.filter(environment=release.to_environment).first()
    if service is None:
        return None
    try:
        live = unpacked(service.live) if service.live else None
    except msgspec.ValidationError:  # written by another version of Rungs
        live = None
    settings = {name: _shown(value) for name, value in live.settings.items()} if live else {}
    return {"service": service, "settings": settings, "live": live}


def _shown(value: Scalar) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


PART = Part(place=20, template="releases/_part_service.html", told=told)
