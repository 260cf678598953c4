"""One right of a login."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct


class Need(StrEnum):
    """What a right is for."""

    SCAN = "scan"
    PULLS = "pulls"
    EVENTS = "events"  # a GitHub App is told of things only when it may read them
    RELEASES = "releases"  # jobs that wait for a release, and where versions are
    COMMENTS = "comments"  # only where Rungs writes its summary on pull requests


class Permission(Struct, frozen=True):
    """key: as the host's API calls it. label: as its pages do. access: "read" or "write"; "" for a scope.

    why      what Rungs does with it
    without  what still works when it is not given
    """

    key: str
    label: str
    access: str
    need: Need
    why: str
    without: str


def asked_for(rows: Iterable[Permission], needs: Iterable[Need]) -> list[Permission]:
    """The rows for these needs. Of two for the same key the later one, which reaches further, stays."""
    wanted = set(needs)
    return list({row.key: row for row in rows if row.need in wanted}.values())
