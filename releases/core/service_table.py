"""The settings of a service: what they are, what a release needs of them, and where that is said."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from releases.core.facts.service import Name, Scalar, ServiceSeen
from releases.core.gate import Outcome, Result
from releases.core.telling import line

# In this order, with the gate that asks for it.
ASKED: tuple[tuple[Name, str], ...] = (
    ("deregistration_delay", "drain_covers_session"),
    ("stop_timeout", ""),
    ("health_check_grace_period", "health_check_grace"),
    ("minimum_healthy_percent", "healthy_percent"),
    ("maximum_percent", ""),
    ("circuit_breaker", "circuit_breaker"),
    ("deployment_strategy", ""),
    ("bake_time", ""),
    ("desired_count", ""),
)
SECONDS = frozenset({"deregistration_delay", "stop_timeout", "health_check_grace_period", "bake_time"})
PERCENT = frozenset({"minimum_healthy_percent", "maximum_percent"})


class Row(Struct, frozen=True, kw_only=True):
    """mark: an Outcome, "" where no gate asks. needed: in English. source: "live", "path:line" or "".

    elsewhere  what the file says otherwise, where no gate told it
    """

    name: str
    value: str
    mark: str = ""
    needed: str = ""
    source: str = ""
    path: str = ""
    line: int = 0
    elsewhere: str = ""


def rows(found: ServiceSeen, results: Mapping[str, Result]) -> list[Row]:
    """Of what is known, and of what a gate asks for. results: by the key of the gate."""
    every = [_row(found, name, results.get(gate)) for name, gate in ASKED]
    return [one for one in every if one.value or one.mark]


def _row(found: ServiceSeen, name: Name, result: Result | None) -> Row:
    one = found.of(name)
    told = one.file.value if one.file and one.differs and result is None else None
    return Row(
        name=name, value=_written(name, one.value) if one.value is not None else "",
        mark=str(result.outcome) if result else "", needed=_needed(result) if result else "",
        source=one.source, path=one.file.path if one.file else "", line=one.file.line if one.file else 0,
        elsewhere=_written(name, told) if told is not None else "",
    )  # fmt: skip


def _needed(result: Result) -> str:
    return "" if result.outcome is Outcome.NOT_APPLICABLE else result.reason


def _written(name: str, value: Scalar) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if name in SECONDS:
        return f"{value:,} s" if isinstance(value, int) else line(value)
    return f"{value} %" if name in PERCENT else line(str(value), 30)
