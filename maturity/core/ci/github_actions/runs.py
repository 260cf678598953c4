"""What one world makes of a workflow: jobs that run, and the steps that run in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from maturity.core.pipeline import Context, Step
from maturity.core.source import Source


class StepRun(NamedTuple):
    """One step that runs. `place` orders it within its job: (3, 0) is the first step of what step 3 calls.

    caller    it only calls the steps that follow: kept for the record of the job, not evidence itself
    outside   it uses something of another repository or place, so what it does is unknown
    """

    place: tuple[int, ...]
    path: str
    step: Step
    via: tuple[Source, ...]
    certain: bool
    soft: str
    run: str
    cwd: str | None
    inputs: Mapping[str, str]
    env: Mapping[str, str]
    note: str = ""
    caller: bool = False
    outside: bool = False


class JobRun(NamedTuple):
    """One job that runs, with one combination of its matrix. `via`, `certain`, `soft` and `note` are those
    of the calls that lead to it and its own; `key` tells it from every other job, whatever the world."""

    key: tuple[tuple[str, int, int], ...]
    context: Context
    via: tuple[Source, ...]
    certain: bool
    soft: str
    note: str
    steps: tuple[StepRun, ...] = ()
    outside: str = ""  # a reusable workflow that is not here
    inputs: Mapping[str, str] = {}
