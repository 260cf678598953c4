"""One deploy setting, as read from whatever tool declares it."""

from __future__ import annotations

from msgspec import Struct

from maturity.core.facts._safe_values import is_safe
from maturity.core.source import Source


class Setting(Struct, frozen=True, kw_only=True):
    """One setting that decides what users notice during a deploy.

    kind   "circuit breaker", "blue/green", "canary", "drain time", "minimum healthy", "start grace",
           "stop grace", "pre-stop hook", "disruption budget", "surge", "automatic rollback",
           "rolling replacement"
    value  resolved through variable defaults; "" when it is known only at run time
    safe   True, False (the attribute is there with an unsafe value), None: value not known
    """

    kind: str
    at: Source
    value: str = ""
    safe: bool | None = None
    note: str = ""


def told(kind: str, at: Source, value: str, note: str = "") -> Setting:
    """A setting with a literal value."""
    return Setting(kind=kind, at=at, value=value, safe=is_safe(kind, value) if value else None, note=note)


def there(kind: str, at: Source, value: str = "") -> Setting:
    """A setting whose presence is what counts."""
    return Setting(kind=kind, at=at, value=value, safe=True)
