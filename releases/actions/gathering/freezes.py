"""Freeze windows that count for a release."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from releases.actions.gathering import Gatherer
from releases.core.facts.freezes import Freezes
from releases.models import FreezeWindow, Release


def gather(release: Release, _now: datetime) -> Freezes | None:
    """None when a zone is no longer known to this machine: nobody can say when that window is."""
    application = release.application
    here = Q(team=None, application=None) | Q(application=application)
    if application.team_id is not None:
        here |= Q(team=application.team_id)
    rows = FreezeWindow.objects.filter(here, environment=release.to_environment).order_by("starts_at", "pk")
    try:
        windows = tuple(row.window for row in rows)
    except (KeyError, OSError, ValueError):
        return None
    return Freezes(release.get_to_environment_display(), windows)


GATHERER = Gatherer(Freezes, gather)
