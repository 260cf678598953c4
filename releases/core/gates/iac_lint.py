"""A linter has read the infrastructure code of this commit."""

from __future__ import annotations

from datetime import datetime

from releases.core.facts.reports import About, Reports
from releases.core.gate import Gate, Result, World
from releases.core.gates._reports import Limits, within


def judge(world: World, params: Limits, now: datetime) -> Result:
    return within(world.get(Reports), About.LINT, params)


GATE = Gate(
    key="iac_lint",
    title="No finding of the linter above what is allowed",
    about="A linter knows the instance type that does not exist; the apply finds it out half way.",
    needs=(Reports,),
    params=Limits,
    judge=judge,
)
