"""What the commit of a release changes, as it was read."""

from __future__ import annotations

from datetime import datetime

from releases.actions.gathering import Gatherer
from releases.actions.reading_code import stored
from releases.core.facts.code import CodeSeen
from releases.models import Release


def gather(release: Release, _now: datetime) -> CodeSeen:
    first = not release.base_version and not release.base_commit
    code, read_at, error = stored(release)
    return CodeSeen(
        commit=release.commit, base=release.base_commit, first=first, code=code, read_at=read_at, error=error
    )


GATHERER = Gatherer(CodeSeen, gather)
