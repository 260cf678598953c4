"""The deployments to Stage that Rungs was told of."""

from __future__ import annotations

from datetime import datetime

from releases.actions.gathering import Gatherer
from releases.core.facts.stage import Deployed, StageDeployments
from releases.models import Deployment, Release

MOST = 300


def gather(release: Release, now: datetime) -> StageDeployments:
    environment = release.from_environment
    mine = Deployment.objects.filter(application=release.application_id, environment=environment)
    return StageDeployments(
        environment=release.get_from_environment_display(), version=release.version,
        artifact=release.artifact, deployments=tuple(_deployed(one) for one in mine.newest_first()[:MOST]),
    )  # fmt: skip


def _deployed(row: Deployment) -> Deployed:
    return Deployed(
        version=row.version, artifact=row.artifact, result=row.result, started_at=row.started_at,
        finished_at=row.finished_at, url=row.url,
    )  # fmt: skip


GATHERER = Gatherer(StageDeployments, gather)
