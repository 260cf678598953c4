"""Freeze windows that count for a release."""

from __future__ import annotations

from datetime import datetime

from releases.actions.gathering import Gatherer
from releases.core.facts.freezes import Freezes
from releases.models import FreezeWindow, Release


def gather(release: Release, _now: datetime) -> Freezes | None:
    """None when a zone is no longer known to this machine: nobody can say when that window is."""
    rows = FreezeWindow.objects.in_force().of(release.application)
    rows = rows.filter(environment=release.to_environment).order_by("starts_at", "pk")
    try:
        windows = tuple(row.window for row in rows)
    except (KeyError, OSError, ValueError):
        return None
    return Freezes(release.get_to_environment_display(), windows)


GATHERER = Gatherer(Freezes, gather)
