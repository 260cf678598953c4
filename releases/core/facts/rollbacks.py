"""The way back of a release: its plan, and when it was last gone."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class RollbackPlanned(Struct, frozen=True, kw_only=True):
    """steps: how many, 0 without a plan; warnings: how many of them cannot simply be done.

    accepted_at   when somebody accepted these steps; None for nobody
    same_subject  it was accepted for what the release is made of now
    """

    steps: int
    warnings: int = 0
    accepted_at: datetime | None = None
    accepted_by: str = ""
    same_subject: bool = False


class WentBack(Struct, frozen=True, kw_only=True):
    """One rehearsal, or one rollback that was meant. seconds: how long it took; None when nobody knows."""

    at: datetime
    worked: bool
    environment: str
    rehearsed: bool = True
    seconds: int | None = None


class WaysBack(Struct, frozen=True):
    """All of an application that is known, newest first."""

    times: tuple[WentBack, ...] = ()
