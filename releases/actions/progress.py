"""What a service does about a release that is on its way, as AWS was last read."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from releases.actions.locking import locked
from releases.actions.rollouts.reaching import reach
from releases.actions.services import known
from releases.core.facts.service import Live
from releases.core.images import tag_of
from releases.core.progress import effective_percent
from releases.models import Release, Service


def note_live(service: Service, now: datetime) -> bool:
    """Mark the step of the release as reached once the traffic is there; True when that changed anything.

    What was read before the release began to move, and what is of another version, says nothing. More than
    was let through holds it.
    """
    live = known(service)
    percent = effective_percent(live) if live is not None else None
    if live is None or percent is None or service.read_at is None:
        return False
    where = {"application": service.application_id, "to_environment": service.environment}
    with transaction.atomic():
        going = Release.objects.on_the_way().filter(**where).first()
        release = locked(going) if going is not None else None
        if release is None or service.read_at < release.state_at or not _brings(live, release):
            return False
        return reach(release, percent, f"{percent:g} % of the traffic by AWS", now)


def _brings(live: Live, release: Release) -> bool:
    """By the digest of what is released; where it has none, by the tag of an image."""
    new = live.rollout.new if live.rollout else None
    task = live.coming or live.running
    images = task.images if task else ()
    if release.artifact:
        return release.artifact in {*(new.images if new else ()), *(one.digest for one in images)}
    return release.version in {tag_of(one.image) for one in images}
