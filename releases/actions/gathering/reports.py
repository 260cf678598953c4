"""The reports that CI sent about the commit of a release."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from maturity.models import Repository
from releases.actions.gathering import Gatherer
from releases.core.facts.reports import About, Found, Report, Reports
from releases.models import Release
from releases.models import Report as Row

MOST = 50
SHORTEST = 7  # letters of a commit


def gather(release: Release, now: datetime) -> Reports:
    repository, commit = release.application.repository, release.commit.lower()
    if len(commit) < SHORTEST or repository is None:
        return Reports(commit=release.commit)
    rows = Row.objects.filter(repository=repository, commit__startswith=commit)
    return Reports(
        commit=release.commit,
        reports=tuple(_report(one, repository) for one in rows.order_by("about", "tool")[:MOST]),
    )


def _report(row: Row, repository: Repository) -> Report:
    return Report(
        about=About(row.about), tool=row.tool, at=row.at, ok=row.ok, complete=row.complete, errors=row.errors,
        warnings=row.warnings, notes=row.notes, critical=row.critical, high=row.high, url=row.url,
        findings=tuple(_found(one, row.commit, repository) for one in row.findings),
    )  # fmt: skip


def _found(told: Any, commit: str, repository: Repository) -> Found:
    """A path that leads out of the repository is shown, and leads nowhere."""
    found = msgspec.convert(told, Found)
    inside = found.path and not found.path.startswith("/") and ".." not in found.path.split("/")
    if not inside or ":" in found.path or "\\" in found.path:
        return found
    return replace(found, url=repository.permalink(commit, found.path, found.line))


GATHERER = Gatherer(Reports, gather)
