"""The reports that CI sent about the commit of a release."""

from __future__ import annotations

from datetime import datetime

import msgspec

from releases.actions.gathering import Gatherer
from releases.core.facts.reports import About, Found, Report, Reports
from releases.models import Release
from releases.models import Report as Row

MOST = 50
SHORTEST = 7  # letters of a commit


def gather(release: Release, now: datetime) -> Reports:
    repository, commit = release.application.repository_id, release.commit.lower()
    if len(commit) < SHORTEST or repository is None:
        return Reports(commit=release.commit)
    rows = Row.objects.filter(repository=repository, commit__startswith=commit)
    return Reports(commit=release.commit, reports=tuple(map(_report, rows.order_by("about", "tool")[:MOST])))


def _report(row: Row) -> Report:
    return Report(
        about=About(row.about), tool=row.tool, at=row.at, ok=row.ok, complete=row.complete, errors=row.errors,
        warnings=row.warnings, notes=row.notes, critical=row.critical, high=row.high, url=row.url,
        findings=msgspec.convert(row.findings, tuple[Found, ...]),
    )  # fmt: skip


GATHERER = Gatherer(Reports, gather)
