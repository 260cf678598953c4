"""What deployments say about a release that is on its way."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from releases.actions.history import tell
from releases.actions.locking import locked
from releases.actions.rolling_back import note_back
from releases.actions.rollouts.reaching import complete_unwatched, hold_back, reach
from releases.core.machine import WHOLE_WAY, Move, after
from releases.core.state import GOING_BACK, ON_THE_WAY, State
from releases.models import Deployment, Release, Result


def note_deployment(deployment: Deployment, now: datetime | None = None) -> None:
    """After it was recorded, however often. One that succeeded makes the step of its release effective, and
    the last step completes it where no metric is bound; one that failed holds it. Another version, or
    artifact, is told of.
    """
    now = now or timezone.now()
    if deployment.result == Result.RUNNING:
        return
    where = {"application": deployment.application_id, "to_environment": deployment.environment}
    with transaction.atomic():
        going = Release.objects.on_the_way().filter(**where).first()
        release = locked(going) if going is not None else None
        if release is None or release.state not in ON_THE_WAY:
            _note_uncalled(deployment, now)
        elif release.state in GOING_BACK:
            note_back(release, deployment)
        elif not _is_it(deployment, release):
            _note_other(deployment, release, now)
        else:
            Deployment.objects.filter(pk=deployment.pk).update(release=release)
            _note_own(deployment, release, now)


def _note_own(deployment: Deployment, release: Release, now: datetime) -> None:
    if deployment.result != Result.SUCCEEDED:
        if after(release.state, Move.HOLD):
            hold_back(release, "its deployment did not succeed", None, now)
        return
    ticket = release.tickets.order_by("-pk").first()
    step = ticket.step if ticket is not None else WHOLE_WAY
    reach(release, step, f"the deployment of {deployment.version} succeeded", now)
    if release.state == State.OBSERVING and release.step == WHOLE_WAY:
        complete_unwatched(release, deployment, now)


def _is_it(deployment: Deployment, release: Release) -> bool:
    """An artifact that is known on one side only tells nothing against it."""
    same = deployment.version == release.version
    told = deployment.artifact and release.artifact
    return same and (not told or deployment.artifact == release.artifact)


def _note_other(deployment: Deployment, release: Release, now: datetime) -> None:
    """The version before it is told of once more: nothing came."""
    if deployment.result != Result.SUCCEEDED or deployment.version == release.base_version:
        return
    _tell(deployment, release, now)


def _note_uncalled(deployment: Deployment, now: datetime) -> None:
    """Something came to Prod that was not let through: a release was passed by, or there is none of it."""
    where = {"application": deployment.application_id, "to_environment": deployment.environment}
    every = Release.objects.filter(**where).select_related("application__team", "application__repository")
    newest = every.newest_first().first()
    if deployment.result != Result.SUCCEEDED or newest is None:
        return
    if newest.state == State.ROLLED_BACK and deployment.version == newest.base_version:
        return
    own = every.filter(version=deployment.version).order_by("-attempt").first()
    if own is None or own.completed_at is None or not _is_it(deployment, own):
        _tell(deployment, own or newest, now)


def _tell(deployment: Deployment, release: Release, now: datetime) -> None:
    told = {"deployed": deployment.version, "artifact": deployment.artifact, "deployment": deployment.pk}
    tell("release.bypassed", None, release, now, environment=deployment.environment, **told)
