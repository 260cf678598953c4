"""A person has read how to go back, and stands for it."""

from __future__ import annotations

from datetime import datetime

from releases.core.facts.rollbacks import RollbackPlanned
from releases.core.gate import Gate, Params, Result, World, failed, passed, unknown


class Settings(Params, frozen=True, forbid_unknown_fields=True):
    """warnings: how many steps may have to be found out or cannot be undone; None for any number."""

    warnings: int | None = None


def judge(world: World, params: Settings, _now: datetime) -> Result:
    found = world.get(RollbackPlanned)
    if found is None or not found.steps:
        return unknown("the release has no rollback plan", "a plan is made when the release is prepared")
    values = {"steps": found.steps, "warnings": found.warnings}
    if found.accepted_at is None:
        return failed(f"nobody has accepted the rollback plan; steps in it: {found.steps}", **values)
    if not found.same_subject:
        return failed("the rollback plan was accepted for what the release was made of before", **values)
    if params.warnings is not None and found.warnings > params.warnings:
        reason = f"steps of the rollback plan with a warning: {found.warnings}; allowed: {params.warnings}"
        return failed(reason, **values)
    return passed(f"accepted by {found.accepted_by}; steps in the plan: {found.steps}", **values)


GATE = Gate(
    key="rollback_accepted",
    title="A person accepted the rollback plan",
    about="At three in the morning nobody should have to think of the first step.",
    needs=(RollbackPlanned,),
    params=Settings,
    judge=judge,
)
