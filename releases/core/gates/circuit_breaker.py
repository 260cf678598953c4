"""A deployment that fails goes back by itself."""

from __future__ import annotations

from datetime import datetime

from releases.core.facts.service import Name, ServiceSeen
from releases.core.gate import Gate, Params, Result, World, failed, passed, unknown
from releases.core.gates._service import aside, lacking, links, service_in
from releases.core.telling import line

NAMES: tuple[Name, ...] = ("circuit_breaker", "circuit_breaker_rollback", "alarms_rollback")


def judge(world: World, params: Params, now: datetime) -> Result:
    service = service_in(world)
    if isinstance(service, Result):
        return service
    controller = service.of("deployment_controller").value
    if controller not in (None, "ECS"):
        what = "waive this item with a link to its settings, or leave it out of the checklist"
        return unknown(
            f"{line(str(controller))} deploys it, and how that goes back Rungs does not read", what
        )
    names: tuple[Name, ...] = ("deployment_strategy", *NAMES)
    reason, evidence = aside(service, *names), links(service, now, *names)
    if service.of("alarms_rollback").value is True:
        return passed(f"alarms stop a deployment and roll it back{reason}", *evidence)
    missing = lacking(service, "deployment_strategy")
    if missing is not None:
        return missing
    if (strategy := service.of("deployment_strategy").value) != "ROLLING":
        told = f"the circuit breaker is for ROLLING only: {line(str(strategy))} needs alarms that roll back"
        return lacking(service, "alarms_rollback") or failed(f"{told}{reason}", *evidence)
    return lacking(service, "circuit_breaker", "circuit_breaker_rollback") or _rolling(service, now)


def _rolling(service: ServiceSeen, now: datetime) -> Result:
    evidence, told = links(service, now, *NAMES), aside(service, *NAMES)
    if service.of("circuit_breaker").value is not True:
        return failed(f"neither the circuit breaker is on nor do alarms roll back{told}", *evidence)
    if service.of("circuit_breaker_rollback").value is not True:
        return failed(f"the circuit breaker stops a deployment and does not roll it back{told}", *evidence)
    return passed(f"the circuit breaker stops a deployment and rolls it back{told}", *evidence)


GATE = Gate(
    key="circuit_breaker",
    title="A deployment that fails is rolled back by itself",
    about="Without the circuit breaker ECS tries for hours.",
    needs=(ServiceSeen,),
    judge=judge,
)
