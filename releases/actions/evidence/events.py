"""The Events of one release."""

from __future__ import annotations

from datetime import timedelta

from maturity.models import Event
from maturity.models.events import EventQuerySet
from releases.models import Release

# What led to it, a deployment to Stage say, may have been told of shortly before.
BEFORE = timedelta(minutes=1)


def events_of(release: Release) -> EventQuerySet:
    """Of this attempt; found by their time, along the index of all Events."""
    found = Event.objects.filter(at__gte=release.created_at - BEFORE)
    return found.filter(
        data__application=release.application.slug,
        data__version=release.version,
        data__attempt=release.attempt,
    )
