"""Whoever is connected can finish before the old task goes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from releases.core.facts.service import TWO_FLEETS, Name, ServiceSeen
from releases.core.gate import Evidence, Gate, Params, Result, World, failed, not_applicable, passed, unknown
from releases.core.gates._service import aside, lacking, links, service_in

MOST = 3_600 + 120  # deregistration_delay and the stopTimeout of Fargate at their largest


class Settings(Params, frozen=True, forbid_unknown_fields=True):
    """reserve: seconds more than the sessions need."""

    reserve: Annotated[int, Meta(ge=0, le=86_400)] = 0


def judge(world: World, params: Settings, now: datetime) -> Result:
    found = world.get(ServiceSeen)
    if found is not None and found.long_lived is False:
        return not_applicable("the application holds no connections open")
    service = service_in(world)
    if isinstance(service, Result):
        return service
    if service.long_lived is None or service.session_p95 is None:
        return _unsaid(service)
    wanted: tuple[Name, ...] = ("deployment_strategy", "deregistration_delay", "bake_time")
    parts = _parts(service)
    if isinstance(parts, Result):
        return parts
    budget, needed = sum(parts.values()), service.session_p95 + params.reserve
    told = " + ".join(f"{name} {seconds:,} s" for name, seconds in parts.items())
    reserve = f" and {params.reserve:,} s of reserve are asked for" if params.reserve else ""
    reason = (
        f"{told} are {budget:,} s; 95 of 100 sessions end within {service.session_p95:,} s{reserve}"
        f"{_alone(service)}{aside(service, *wanted, 'stop_timeout')}"
    )
    numbers = {"budget": budget, "needed": needed}
    evidence = links(service, now, *wanted, "stop_timeout")
    if budget >= needed:
        return passed(reason, *evidence, **numbers)
    return failed(f"{reason}{_beyond(service, needed)}", *evidence, **numbers)


def _parts(service: ServiceSeen) -> dict[str, int] | Result:
    """The seconds that old tasks have, by what gives them."""
    missing = lacking(service, "deployment_strategy")
    balanced = service.live.balanced if service.live else None
    if balanced is not False:
        missing = missing or lacking(service, "deregistration_delay")
    two = service.of("deployment_strategy").value in TWO_FLEETS
    if two:
        missing = missing or lacking(service, "bake_time")
    if missing is not None:
        return missing
    parts = {"bake time": service.number("bake_time") or 0} if two else {}
    if balanced is not False:
        parts["deregistration_delay"] = service.number("deregistration_delay") or 0
    return {**parts, "stopTimeout": service.number("stop_timeout") or 0}


def _alone(service: ServiceSeen) -> str:
    return "; stopTimeout is not set, and counts as nothing" if service.number("stop_timeout") is None else ""


def _beyond(service: ServiceSeen, needed: int) -> str:
    if service.of("deployment_strategy").value in TWO_FLEETS or needed <= MOST:
        return ""
    return f"; ECS waits {MOST:,} s at most: clients have to come back by themselves, or tasks be protected"


def _unsaid(service: ServiceSeen) -> Result:
    link = Evidence("The settings of this application", url=service.page)
    if service.long_lived is None:
        what = "say on the page of the application whether it holds connections open"
        return unknown("nobody said whether the application holds connections open (WebSocket)", what, link)
    what = "measure it, and write it down on the page of the application"
    return unknown("nobody said how long 95 of 100 sessions last at most", what, link)


GATE = Gate(
    key="drain_covers_session",
    title="Draining takes longer than 95 of 100 sessions",
    about="A connection that is cut in the middle is an outage for whoever held it.",
    needs=(ServiceSeen,),
    params=Settings,
    judge=judge,
)
