"""What metrics said of the version on Stage."""

from __future__ import annotations

from datetime import datetime

from releases.actions.gathering import Gatherer
from releases.core.facts.rollout import StageJudged, StageVerdicts
from releases.models import Analysis, Metric, Release

MOST = 50


def gather(release: Release, now: datetime) -> StageVerdicts:
    where = {"application": release.application_id, "environment": release.from_environment}
    rows = Analysis.objects.filter(
        deployment__version=release.version, deployment__artifact=release.artifact,
        **{f"deployment__{name}": value for name, value in where.items()},
    ).select_related("look")  # fmt: skip
    return StageVerdicts(
        version=release.version, bound=Metric.objects.filter(paused=False, **where).count(),
        judged=tuple(_judged(one) for one in rows.order_by("-at", "-pk")[:MOST]),
    )  # fmt: skip


def _judged(row: Analysis) -> StageJudged:
    look = getattr(row, "look", None)
    minutes = look.minutes if look is not None else 0
    return StageJudged(verdict=row.verdict, sentence=row.sentence, minutes=minutes, at=row.at)


GATHERER = Gatherer(StageVerdicts, gather)
