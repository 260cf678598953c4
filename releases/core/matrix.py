"""One line of the matrix: what runs on Stage and on Prod, and what could go on."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct


class Served(Struct, frozen=True):
    """What serves an environment, and since when. artifact: "sha256:…" or ""."""

    version: str
    artifact: str
    since: datetime


def same(stage: Served | None, prod: Served | None) -> bool:
    """Whether both serve the same: by their artifacts where both are known, by their versions otherwise."""
    if stage is None or prod is None:
        return False
    if stage.artifact and prod.artifact:
        return stage.artifact == prod.artifact
    return stage.version == prod.version


def soaks_until(stage: Served, hours: int) -> datetime:
    """From then on it has run on Stage for long enough."""
    return stage.since + timedelta(hours=hours)


def could_go(
    stage: Served | None, prod: Served | None, *, open_version: str, hours: int, now: datetime
) -> str:
    """The version somebody could open a release of; "" for none.

    open_version  the one that a release is open for already, or ""
    """
    if stage is None or same(stage, prod) or stage.version == open_version:
        return ""
    return stage.version if soaks_until(stage, hours) <= now else ""
