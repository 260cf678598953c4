"""While it rolls, enough tasks answer."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from releases.core.facts.service import TWO_FLEETS, Name, ServiceSeen
from releases.core.gate import Gate, Params, Result, World, failed, passed
from releases.core.gates._service import aside, lacking, links, service_in

Percent = Annotated[int, Meta(ge=0, le=100)]


class Settings(Params, frozen=True, forbid_unknown_fields=True):
    """small: with so many tasks or fewer, `least_small` % have to stay healthy; with more, `least` %."""

    small: Annotated[int, Meta(ge=0, le=10_000)] = 3
    least_small: Percent = 100
    least: Percent = 50


def judge(world: World, params: Settings, now: datetime) -> Result:
    service = service_in(world)
    if isinstance(service, Result):
        return service
    missing = lacking(service, "minimum_healthy_percent", "maximum_percent")
    if missing is not None:
        return missing
    lowest, highest = service.number("minimum_healthy_percent"), service.number("maximum_percent")
    return _judge(service, params, now, lowest or 0, highest or 0)


def _judge(service: ServiceSeen, params: Settings, now: datetime, lowest: int, highest: int) -> Result:
    names: tuple[Name, ...] = ("minimum_healthy_percent", "maximum_percent", "desired_count")
    evidence = links(service, now, *names)
    if highest <= lowest and service.of("deployment_strategy").value not in TWO_FLEETS:
        reason = f"at least {lowest} % and at most {highest} % of the tasks may run: no deployment can begin"
        return failed(f"{reason}{aside(service, *names)}", *evidence, minimum=lowest, maximum=highest)
    # Where the larger demand is met, the number of tasks does not matter.
    missing = lacking(service, "desired_count")
    if missing is not None and lowest < max(params.least_small, params.least):
        return missing
    tasks = service.number("desired_count")
    needed = params.least_small if tasks is not None and tasks <= params.small else params.least
    if tasks is None:
        needed = max(params.least_small, params.least)
    told = f" of {tasks:,} tasks" if tasks is not None else ""
    reason = f"at least {lowest} %{told} stay healthy, {needed} % are asked for{aside(service, *names)}"
    make = passed if lowest >= needed else failed
    return make(reason, *evidence, minimum=lowest, maximum=highest, tasks=tasks, needed=needed)


GATE = Gate(
    key="healthy_percent",
    title="Enough tasks stay healthy while it rolls",
    about="Half of two tasks is one: the other half of the traffic has nowhere to go.",
    needs=(ServiceSeen,),
    params=Settings,
    judge=judge,
)
