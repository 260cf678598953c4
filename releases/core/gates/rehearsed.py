"""The way back was gone not long ago, on purpose or in earnest."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from msgspec import Meta

from releases.core.facts.rollbacks import WaysBack, WentBack
from releases.core.gate import Gate, Params, Result, World, failed, passed, unknown

DAY = timedelta(days=1)


class Settings(Params, frozen=True, forbid_unknown_fields=True):
    """days: how old the last time may be. environment: "stage", "prod", or "" for either."""

    days: Annotated[int, Meta(ge=1, le=730)] = 90
    environment: str = ""


def judge(world: World, params: Settings, now: datetime) -> Result:
    found = world.get(WaysBack)
    times = [one for one in found.times if params.environment in ("", one.environment)] if found else []
    if not times:
        return unknown("no rehearsal of the rollback is recorded", "record a rehearsal of the application")
    last = max(times, key=lambda one: one.at)
    days = max(now - last.at, timedelta()) // DAY
    if not last.worked:
        return failed(f"rolling back did not work the last time, {days} days ago", days=days)
    if days > params.days:
        reason = f"rolling back was last rehearsed {days} days ago, more than {params.days}"
        return failed(reason, days=days)
    return passed(_how(last, days), days=days, seconds=last.seconds)


def _how(last: WentBack, days: int) -> str:
    done = "rehearsed" if last.rehearsed else "rolled back in earnest"
    if last.seconds is None:
        return f"{done} {days} days ago; nobody measured how long it took"
    return f"{done} {days} days ago; it took {last.seconds} s"


GATE = Gate(
    key="rehearsed",
    title="Rolling back was rehearsed",
    about="A way back that nobody has gone is a hope.",
    needs=(WaysBack,),
    params=Settings,
    judge=judge,
)
