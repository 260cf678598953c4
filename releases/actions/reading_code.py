"""Reading what the commit of a release changes, and keeping it for the gates, which ask nobody."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from maturity.actions.rows import plain
from maturity.adapters.errors import AdapterError
from maturity.adapters.git import Mirror
from maturity.core.reader import MISTAKES
from releases.actions import stacks_elsewhere
from releases.core import comparing
from releases.core.facts.code import NOT_YET, Code
from releases.models import CodeReading, Release

log = logging.getLogger(__name__)

AGAIN = timedelta(minutes=15)  # after which what could not be read is tried again
AT_ONCE = 50


def due_readings(now: datetime) -> Sequence[int]:
    """Open releases whose code was not read yet, or is another by now, or could not be read a while ago."""
    rows = Release.objects.before_the_way().filter(application__repository__isnull=False).exclude(commit="")
    found = rows.select_related("code").prefetch_related(*stacks_elsewhere.NEEDS)
    found = found.order_by("-created_at")[: 4 * AT_ONCE]
    return [one.pk for one in found if _is_due(one, now)][:AT_ONCE]


def _is_due(release: Release, now: datetime) -> bool:
    reading: CodeReading | None = getattr(release, "code", None)
    if reading is None or (reading.commit, reading.base) != (release.commit, release.base_commit):
        return True
    return now - reading.at >= AGAIN and (reading.body is None or _moved(release, reading.body))


def _moved(release: Release, body: Any) -> bool:
    """Its stacks in other repositories were scanned since, or are others by now, or could not be read."""
    read = body.get("elsewhere", {}) if isinstance(body, dict) else {}
    return bool(read != stacks_elsewhere.commits_of(release))


def read_code(release: Release, now: datetime) -> bool:
    """False: it could not be read, and the row says why. Nothing is fetched: scans do that."""
    body, error = None, ""
    try:
        body = plain(_read(release))
    except (AdapterError, comparing.Unknown) as why:
        error = str(why)
    except MISTAKES as why:
        log.exception("the code of %s cannot be read", release)
        error = f"Rungs failed to read it: {type(why).__name__}"
    fields: dict[str, Any] = {
        "commit": release.commit, "base": release.base_commit, "body": body, "error": error[:500], "at": now,
    }  # fmt: skip
    CodeReading.objects.update_or_create(release=release, defaults=fields)
    return body is not None


def _read(release: Release) -> Code:
    application = release.application
    if application.repository is None or not release.commit:
        raise comparing.Unknown("the release names no commit of a repository")
    if release.base_version and not release.base_commit:
        raise comparing.Unknown(f"which commit {release.base_version} was built from nobody told")
    wanted = _wanted(release)
    beside = stacks_elsewhere.read(release, wanted.service)
    with Mirror(application.repository.url).at(release.commit) as tree:
        return comparing.read(tree, release.base_commit, application.path, wanted, beside)


def _wanted(release: Release) -> comparing.Wanted:
    """Of the code of the infrastructure: whose service it is, and in which folders to look first."""
    service = release.application.services.filter(environment=release.to_environment).first()
    targets = release.application.targets.filter(
        environment=release.to_environment, stack__repository=release.application.repository_id
    )
    folders = tuple(targets.values_list("stack__directory", flat=True)[:100])
    return comparing.Wanted(service=service.name if service else "", folders=folders)


def stored(release: Release) -> tuple[Code | None, datetime | None, str]:
    """What was read of these very commits, when, and why it was not."""
    row = CodeReading.objects.filter(release=release.pk).first()
    if row is None or (row.commit, row.base) != (release.commit, release.base_commit):
        return None, None, NOT_YET
    if row.body is None:
        return None, row.at, row.error
    try:
        return msgspec.convert(row.body, Code), row.at, ""
    except msgspec.ValidationError:
        return None, row.at, "it was written down by another version of Rungs"
