"""Nothing is on fire already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated

from msgspec import Meta

from releases.core.facts.service import Alarm, ServiceSeen
from releases.core.gate import Evidence, Gate, Params, Result, World, failed, passed, unknown
from releases.core.gates._service import not_live, read, service_in, untold
from releases.core.telling import few, line, shown, since


class Settings(Params, frozen=True, forbid_unknown_fields=True):
    """minutes: how old what CloudWatch said may be."""

    minutes: Annotated[int, Meta(ge=1, le=1_440)] = 30


def judge(world: World, params: Settings, now: datetime) -> Result:
    service = service_in(world)
    if isinstance(service, Result):
        return service
    if service.live is None or service.live.alarms is None or service.read_at is None:
        return not_live(service, f"the state of its alarms{untold(service)}")
    alarms = service.live.alarms
    if not alarms:
        what = "wire alarms to the deployments of the service (deployment_configuration.alarms)"
        return unknown("no alarm watches the deployments of this service", what, *read(service, now))
    if now - service.read_at > timedelta(minutes=params.minutes):
        age = since(service.read_at, now)
        return unknown(f"its alarms were read {age} ago, {params.minutes} min are allowed", "read it again")
    return _judge(service, alarms, now)


def _judge(service: ServiceSeen, alarms: Sequence[Alarm], now: datetime) -> Result:
    by = {state: [one.name for one in alarms if one.state == state] for state in ("ALARM", "OK")}
    firing, quiet = by["ALARM"], by["OK"]
    silent = [one.name for one in alarms if one.state == "INSUFFICIENT_DATA"]
    missing = [one.name for one in alarms if one.state not in ("ALARM", "OK", "INSUFFICIENT_DATA")]
    evidence = shown((*_links(alarms), *read(service, now)))
    numbers = {"alarms": len(alarms), "firing": len(firing), "silent": len(silent)}
    if firing:
        return failed(f"{len(firing)} of {len(alarms)} alarms fire: {few(firing)}", *evidence, **numbers)
    if missing:
        reason = f"{len(missing)} of {len(alarms)} alarms are not there any more: {few(missing)}"
        return unknown(reason, "make them again, or take them out of the service", *evidence)
    if not quiet:
        reason = f"none of its alarms has enough data: {few(silent)}"
        return unknown(reason, "wait until they have, or give them metrics that come", *evidence)
    aside = f"; without enough data: {few(silent)}" if silent else ""
    return passed(f"{len(quiet)} of {len(alarms)} alarms are quiet{aside}", *evidence, **numbers)


def _links(alarms: Sequence[Alarm]) -> list[Evidence]:
    return [Evidence(f"{line(one.name)}: {line(one.state or 'not there')}") for one in alarms]


GATE = Gate(
    key="alarms_quiet",
    title="No alarm is firing",
    about="Who deploys into an incident cannot tell the two apart.",
    needs=(ServiceSeen,),
    params=Settings,
    judge=judge,
)
