"""Answers as rows: the last one of each item is current, and one that changes is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from maturity.actions.rows import clean, plain
from releases.actions.history import tell
from releases.actions.locking import touch
from releases.core.gate import Result
from releases.models import CheckRun, Release

GATE, API = "gate", "api"  # CheckRun.source
AGAIN = ("reason", "answer", "evidence", "values", "at")


def keep(
    release: Release, found: Mapping[str, Result], now: datetime, *, source: str = GATE, by: str = ""
) -> None:
    """For whoever holds the release. A gate that says the same of the same subject says it again in its row,
    so that looking often fills no table; all that CI sends is kept.
    """
    before = {one.item: one for one in release.checks.filter(current=True, item__in=found)}
    again, new, changed = [], [], []
    for item, result in found.items():
        row, old = _row(release, item, result, now, source, by), before.get(item)
        if old is not None and source == GATE and _says(old) == _says(row):
            for name in AGAIN:
                setattr(old, name, getattr(row, name))
            again.append(old)
            continue
        new.append(row)
        if old is not None and old.outcome != row.outcome:
            changed.append((old, row))
    CheckRun.objects.bulk_update(again, AGAIN)
    release.checks.filter(current=True, item__in=[row.item for row in new]).update(current=False)
    CheckRun.objects.bulk_create(new)
    _tell(release, changed, now)


def _row(release: Release, item: str, result: Result, now: datetime, source: str, by: str) -> CheckRun:
    values: dict[str, Any] = clean(dict(result.values))
    return CheckRun(
        release=release, item=item, outcome=str(result.outcome), reason=clean(result.reason)[:1000],
        answer=clean(result.answer)[:500], evidence=plain(result.evidence), values=values,
        digest=release.digest, source=source, by=by, at=now,
    )  # fmt: skip


def _says(row: CheckRun) -> tuple[str, str, str]:
    return row.source, row.outcome, row.digest


def _tell(release: Release, changed: list[tuple[CheckRun, CheckRun]], now: datetime) -> None:
    titles = {item.key: item.title for item in release.checklist.items}
    for old, row in changed:
        data = {"item": row.item, "title": titles.get(row.item, row.item), "reason": row.reason}
        tell("gate.changed", None, release, now, before=old.outcome, outcome=row.outcome, **data)
    if changed:
        touch(release)
