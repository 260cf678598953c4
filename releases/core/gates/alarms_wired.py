"""Something goes off when the service breaks, and somebody or something hears it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated

from msgspec import Meta

from releases.core.facts.service import Alarm, ServiceSeen, Watch
from releases.core.gate import Evidence, Gate, Params, Result, World, failed, passed, unknown
from releases.core.gates._service import links, not_live, read, service_in, untold
from releases.core.telling import few, line, shown, since

WIRE = (
    "wire alarms to its deployments (deployment_configuration.alarms), or give those that watch it an action"
)


class Settings(Params, frozen=True, forbid_unknown_fields=True):
    """rollback: only alarms that roll a deployment back count. hours: how old what AWS said may be."""

    rollback: bool = False
    hours: Annotated[int, Meta(ge=1, le=168)] = 24


def judge(world: World, params: Settings, now: datetime) -> Result:
    service = service_in(world)
    if isinstance(service, Result):
        return service
    live = service.live
    if live is None or service.read_at is None or (live.alarms is None and live.watching is None):
        return not_live(service, f"which alarms watch it{untold(service)}")
    if now - service.read_at > timedelta(hours=params.hours):
        return unknown(f"its alarms were read {since(service.read_at, now)} ago", "read it again")
    wired = [one for one in live.alarms or () if one.state]
    evidence = (*_links(wired, live.watching or ()), *links(service, now, "alarms_rollback"))
    if wired and service.of("alarms_rollback").value is True:
        reason = f"a deployment is rolled back when one of {len(wired)} alarms goes off: {few(_names(wired))}"
        return passed(reason, *shown(evidence), wired=len(wired))
    if params.rollback:
        return failed("no alarm rolls a deployment of this service back", *shown(evidence), wired=len(wired))
    return _watched(service, wired, evidence, now)


def _watched(
    service: ServiceSeen, wired: Sequence[Alarm], evidence: Sequence[Evidence], now: datetime
) -> Result:
    """Those wired to its deployments stop them, and those that watch it call somebody."""
    live = service.live
    if live is None or (live.watching is None and not wired):
        return not_live(service, f"which alarms watch it{untold(service)}")
    watching = live.watching or ()
    heard = sorted({*_names(wired), *(one.name for one in watching if one.acts)})
    every = {*_names(wired), *(one.name for one in watching)}
    numbers = {"watching": len(every), "wired": len(wired), "acting": len(heard)}
    if heard:
        reason = f"{len(heard)} of {len(every)} alarms that watch it call somebody or stop a deployment"
        return passed(f"{reason}: {few(heard)}", *shown(evidence), **numbers)
    if not live.watching_whole:
        reason = "no alarm that watches it was found among the first 1,000 of its account and region"
        return unknown(reason, WIRE, *read(service, now))
    if every:
        reason = f"{len(every)} alarms watch it, and none of them does anything: {few(sorted(every))}"
        return failed(reason, *shown(evidence), **numbers)
    return failed("no alarm watches this service", *shown(evidence), **numbers)


def _names(alarms: Sequence[Alarm]) -> list[str]:
    return [one.name for one in alarms]


def _links(wired: Sequence[Alarm], watching: Sequence[Watch]) -> list[Evidence]:
    told = {one.name: "calls somebody" if one.acts else "does nothing" for one in watching}
    told |= dict.fromkeys(_names(wired), "wired to deployments")
    return [Evidence(f"{line(name)}: {what}") for name, what in sorted(told.items())]


GATE = Gate(
    key="alarms_wired",
    title="Alarms watch the service, and one that goes off is heard",
    about="Machines notice before people do, if somebody told them whom to call.",
    needs=(ServiceSeen,),
    params=Settings,
    judge=judge,
)
