"""No task is killed while it starts."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from releases.core.facts.service import ServiceSeen
from releases.core.gate import Gate, Params, Result, World, failed, not_applicable, passed
from releases.core.gates._service import aside, lacking, links, service_in


class Settings(Params, frozen=True, forbid_unknown_fields=True):
    """start: seconds that 95 % of the tasks need until they answer; null when nobody measured it."""

    start: Annotated[int, Meta(ge=0, le=86_400)] | None = None


def judge(world: World, params: Settings, now: datetime) -> Result:
    service = service_in(world)
    if isinstance(service, Result):
        return service
    if service.live and service.live.balanced is False:
        return not_applicable("no load balancer checks its tasks")
    missing = lacking(service, "health_check_grace_period", "health_check_seconds")
    if missing is not None:
        return missing
    grace = service.number("health_check_grace_period") or 0
    checks, start = service.number("health_check_seconds") or 0, params.start or 0
    needed = checks + start
    unsaid = "; how long it takes to start nobody said"
    took = unsaid if params.start is None else f" and {start:,} s to start"
    reason = (
        f"the grace period is {grace:,} s; a task is healthy after {checks:,} s of checks{took}"
        f"{aside(service, 'health_check_grace_period', 'health_check_seconds')}"
    )
    evidence = links(service, now, "health_check_grace_period", "health_check_seconds")
    make = passed if grace >= needed and grace > 0 else failed
    return make(reason, *evidence, grace=grace, needed=needed)


GATE = Gate(
    key="health_check_grace",
    title="Health checks wait until the service has started",
    about="Otherwise tasks are killed while they start, again and again.",
    needs=(ServiceSeen,),
    params=Settings,
    judge=judge,
)
