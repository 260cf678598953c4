"""The levels of the repositories a release is made of."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from maturity.models import Repository
from releases.actions.gathering import Gatherer
from releases.actions.gathering._touched import page, touched
from releases.core.facts.level import Levels, RepositoryLevel
from releases.models import Release


def gather(release: Release, now: datetime) -> Levels:
    stacks = touched(release).order_by().values("repository")
    mine = Q(pk=release.application.repository_id) | Q(pk__in=stacks)
    rows = Repository.objects.filter(mine).select_related("current__snapshot").order_by("name")
    return Levels(tuple(map(_level, rows)))


def _level(row: Repository) -> RepositoryLevel:
    return RepositoryLevel(
        name=row.name, url=page("maturity:repository", row.name), level=row.level,
        possible=row.possible_level, kind=row.kind, commit=row.current.snapshot.commit if row.current else "",
        scanned_at=row.last_scanned_at, error=row.scan_error, blocker=row.blocker,
    )  # fmt: skip


GATHERER = Gatherer(Levels, gather)
