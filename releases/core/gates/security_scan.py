"""A scanner has read the infrastructure code of this commit."""

from __future__ import annotations

from datetime import datetime

from releases.core.facts.reports import About, Reports
from releases.core.gate import Gate, Result, World
from releases.core.gates._reports import Limits, within


def judge(world: World, params: Limits, now: datetime) -> Result:
    return within(world.get(Reports), About.SECURITY, params)


GATE = Gate(
    key="security_scan",
    title="No finding of the security scan above what is allowed",
    about="An open bucket or a role that may do everything is cheaper to find here than in Prod.",
    needs=(Reports,),
    params=Limits,
    judge=judge,
)
