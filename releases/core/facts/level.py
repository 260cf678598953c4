"""Where the repositories of a release stand on the ladder."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class RepositoryLevel(Struct, frozen=True, kw_only=True):
    """level: the verified one; None for what gets none, and before the first scan.

    kind  "live-infra", "module-library", …; "" before the first scan
    """

    name: str
    url: str
    level: int | None = None
    possible: int | None = None
    kind: str = ""
    commit: str = ""
    scanned_at: datetime | None = None
    error: str = ""
    blocker: str = ""


class Levels(Struct, frozen=True):
    """Of the application's repository, and of those whose stacks the release touches."""

    repositories: tuple[RepositoryLevel, ...] = ()
