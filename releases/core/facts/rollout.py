"""How a version was judged on Stage, and in which steps it goes to Prod."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class StageJudged(Struct, frozen=True, kw_only=True):
    """minutes: how long after the deployment. sentence: why, in one line."""

    verdict: str
    sentence: str
    minutes: int
    at: datetime


class StageVerdicts(Struct, frozen=True, kw_only=True):
    """judged: of the version's last deployment to Stage and of those before it, newest first.

    bound     so many metrics of Stage are bound
    """

    version: str
    judged: tuple[StageJudged, ...] = ()
    bound: int = 0


class RolloutSteps(Struct, frozen=True, kw_only=True):
    """steps: percentages of the traffic. bake: least minutes of each."""

    steps: tuple[int, ...]
    bake: int
