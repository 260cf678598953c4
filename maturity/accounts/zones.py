"""Time zones people may choose."""

from __future__ import annotations

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from maturity.models import User

UTC = ZoneInfo("UTC")


@cache
def names() -> dict[str, str]:
    """Every zone this machine knows, by its name in small letters: a person may write it as they like."""
    return {name.lower(): name for name in sorted(available_timezones()) if "/" in name or name == "UTC"}


def known(typed: str) -> str:
    """The name as it is written, "" for none: "europe/san marino" is "Europe/San_Marino"."""
    return names().get(typed.strip().replace(" ", "_").lower(), "")


def zone(name: str) -> ZoneInfo | None:
    """None for a name this machine does not know: zones come and go with its data."""
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):
        return None


def zone_of(user: User) -> ZoneInfo:
    """The person's, else the organisation's."""
    return zone(user.time_zone) or zone(user.organisation.time_zone) or UTC
