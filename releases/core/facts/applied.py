"""What was applied to the stacks of a release since their plans were reviewed."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class Applied(Struct, frozen=True, kw_only=True):
    """The plan that CI says it applied. same: None when what it was is not kept any more."""

    at: datetime
    url: str
    errored: bool = False
    same: bool | None = None


class Reviewed(Struct, frozen=True, kw_only=True):
    """The plan a release was approved with, and what was applied after it.

    url       its page, or its stack's when it changes nothing
    masked    values in it that differ and are hidden: whether others were applied nobody can tell
    bare      changed resources of which only the action is known
    """

    stack: str
    url: str
    changes: int = 0
    masked: int = 0
    bare: int = 0
    applied: Applied | None = None


class AppliedPlans(Struct, frozen=True):
    """without: stacks that the release touches, of which nobody knows what it wants to change there."""

    reviewed: tuple[Reviewed, ...] = ()
    without: tuple[str, ...] = ()
