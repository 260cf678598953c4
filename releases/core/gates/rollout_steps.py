"""A release gets its traffic in steps that are small enough."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import Annotated

from msgspec import Meta

from releases.core.facts.rollout import RolloutSteps
from releases.core.gate import Gate, Params, Result, World, failed, passed, unknown
from releases.core.machine import next_step

Percent = Annotated[int, Meta(ge=1, le=100)]


class Settings(Params, frozen=True, forbid_unknown_fields=True):
    """steps: none may be larger than these. minutes: how long each has to last at least."""

    steps: Annotated[tuple[Percent, ...], Meta(min_length=1, max_length=20)] = (1, 10, 50, 100)
    minutes: Annotated[int, Meta(ge=1, le=10_080)] = 5


def judge(world: World, params: Settings, now: datetime) -> Result:
    found = world.get(RolloutSteps)
    if found is None or not found.steps:
        return unknown("the steps of the release are not known", "open it anew")
    told = f"it goes in steps of {_said(found.steps)} percent"
    asked = sorted({*params.steps, 100})
    for before, step in pairwise((0, *found.steps)):
        most = next_step(asked, before) or 100
        if step > most:
            came = f"from {before} to {step}" if before else f"straight to {step}"
            return failed(f"{told}: {came} is more than {most}")
    if found.bake < params.minutes:
        return failed(f"{told}, each of {found.bake} min at least, and {params.minutes} are asked for")
    return passed(f"{told}, each of {found.bake} min at least, and as long as its traffic needs to show harm")


def _said(steps: tuple[int, ...]) -> str:
    return ", ".join(str(one) for one in steps[:20])


GATE = Gate(
    key="rollout_steps",
    title="The traffic comes in steps",
    about="One percent of the users meet a mistake before all of them do.",
    needs=(RolloutSteps,),
    params=Settings,
    judge=judge,
)
