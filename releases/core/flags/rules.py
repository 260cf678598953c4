"""When a flag has outlived what it was for. Lifetimes: those of Unleash's kinds of flags."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from msgspec import Struct

RELEASE, EXPERIMENT, OPERATIONAL = "release", "experiment", "operational"
KILL_SWITCH, PERMISSION = "kill_switch", "permission"
LIFETIMES = {RELEASE: 40, EXPERIMENT: 40, OPERATIONAL: 7}  # days; the others live for ever
UNCHANGED = 30  # days
SCATTERED = 3  # files that read the same variable of the environment themselves


class Age(Struct, frozen=True):
    """kind: see `LIFETIMES`. since: first seen. changed: when its default or a state last did."""

    kind: str
    since: datetime
    changed: datetime
    expires: date | None = None


def expired(age: Age, now: datetime) -> bool:
    """After its last day."""
    return age.expires is not None and age.expires < now.date()


def stale(age: Age, now: datetime) -> str:
    """Why it should be gone, in a sentence; "" when it need not be."""
    days = LIFETIMES.get(age.kind)
    if days is None:
        return ""
    if now - age.since >= timedelta(days=days):
        return f"it is {(now - age.since).days:,} days old, and such flags live for {days} days"
    if now - age.changed >= timedelta(days=UNCHANGED):
        return f"nothing about it changed for {(now - age.changed).days:,} days"
    return ""


def off_value(kind: str, type_: str, off: object) -> object:
    """What to set it to when something is wrong: what somebody said, or false for what switches a new thing
    on. None: nobody knows, as with a kill switch, which may be meant either way.
    """
    if off is not None or type_ != "boolean":
        return off
    return False if kind in (RELEASE, EXPERIMENT, PERMISSION) else None
