"""Nothing goes while somebody decided that nothing changes."""

from __future__ import annotations

from datetime import UTC, datetime

from releases.core import freezing
from releases.core.facts.freezes import Freezes
from releases.core.freezing import Window
from releases.core.gate import Gate, Params, Result, World, failed, passed, unknown

NAMED = 3  # of those that are open


def judge(world: World, _params: Params, now: datetime) -> Result:
    found = world.get(Freezes)
    if found is None:
        return unknown("the freeze windows could not be read", "the time zone of each window has to be known")
    frozen = [window for window in found.windows if freezing.open_at(window, now)]
    if frozen:
        return _frozen(frozen, found, now)
    if not found.windows:
        return passed(f"{found.environment} has no freeze window", windows=0)
    coming = [time for window in found.windows for time in freezing.following(window, now, 1)]
    if not coming:
        return passed(f"no freeze window of {found.environment} comes any more", windows=len(found.windows))
    begins = min(coming).starts
    reason = f"{found.environment} is not frozen; the next window begins on {_moment(begins)}"
    return passed(reason, windows=len(found.windows), begins=begins.isoformat())


def _frozen(frozen: list[Window], found: Freezes, now: datetime) -> Result:
    """Windows that overlap are one freeze: it ends when the last of them does."""
    ends = freezing.thaw(found.windows, now)
    names = ", ".join(window.name for window in frozen[:NAMED])
    if ends is None:
        return failed(f"{found.environment} is frozen by {names}, without an end", open=len(frozen))
    reason = f"{found.environment} is frozen by {names} until {_moment(ends)}"
    return failed(reason, open=len(frozen), ends=ends.isoformat())


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


GATE = Gate(
    key="not_frozen",
    title="It is outside of every freeze window",
    about="Somebody decided that nothing changes at this time.",
    needs=(Freezes,),
    judge=judge,
)
