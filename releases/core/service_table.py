"""The settings of a service: what they are, what a release needs of them, and where that is said."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from releases.core.facts.service import Live, Name, Scalar, ServiceSeen, Setting
from releases.core.gate import Evidence, Outcome, Result
from releases.core.telling import few, line
from releases.core.written import proof

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
# What no gate asks for by itself: told after the others.
BESIDE: tuple[Name, ...] = (
    "circuit_breaker_rollback", "alarms_rollback", "canary_percent", "canary_bake_time", "step_percent",
    "step_bake_time", "pause_stages", "slow_start", "stickiness", "health_check_seconds", "idle_timeout",
    "deployment_controller",
)  # fmt: skip
SECONDS = frozenset({
    "deregistration_delay", "stop_timeout", "health_check_grace_period", "bake_time", "canary_bake_time",
    "step_bake_time", "slow_start", "health_check_seconds", "idle_timeout",
})  # fmt: skip
PERCENT = frozenset({"minimum_healthy_percent", "maximum_percent", "canary_percent", "step_percent"})
OF_GROUPS = frozenset({"deregistration_delay", "slow_start", "health_check_seconds", "stickiness"})


class Row(Struct, frozen=True, kw_only=True):
    """mark: an Outcome, "" where no gate asks. needed: in English.

    live     what AWS has, "" when nobody knows; place: of what in AWS
    written  what the file says; open: it is made of variables, and nobody knows its value
    parted   several places say different things, which `written` has in the order of `proof`
    proof    the line of the file, or of each of those places
    differs  AWS and the file say different things: drift
    beside   no gate asks for it, and nothing is wrong with it
    """

    name: str
    value: str
    mark: str = ""
    needed: str = ""
    live: str = ""
    place: str = ""
    written: str = ""
    open: bool = False
    parted: bool = False
    proof: tuple[Evidence, ...] = ()
    differs: bool = False
    beside: bool = False


def rows(found: ServiceSeen, results: Mapping[str, Result]) -> list[Row]:
    """Of what is known, and of what a gate asks for; what differs comes first. results: by the key of the
    gate."""
    every = [_row(found, name, results.get(gate)) for name, gate in ASKED]
    every += [_row(found, name, None, beside=True) for name in BESIDE]
    known = [one for one in every if one.value or one.written or one.mark]
    return sorted(known, key=lambda one: not one.differs)


def _row(found: ServiceSeen, name: Name, result: Result | None, *, beside: bool = False) -> Row:
    one = found.of(name)
    live = _written(name, one.live) if one.live is not None else ""
    told = one.file.value if one.file else None
    every = one.file.every if one.file else ()
    written = _written(name, told) if told is not None else "; ".join(line(each.text, 60) for each in every)
    return Row(
        name=name, value=_written(name, one.value) if one.value is not None else "",
        mark=str(result.outcome) if result else "", needed=_needed(result) if result else "",
        live=live, place=_place(name, found) if live else "", written=written,
        open=one.file is not None and told is None, parted=len(every) > 1, proof=_proof(one, found.commit),
        differs=one.differs, beside=beside and not one.differs,
    )  # fmt: skip


def _proof(one: Setting, commit: str) -> tuple[Evidence, ...]:
    every = one.file.every if one.file else ()
    return tuple(proof(each, line(each.text, 120), commit) for each in every)


def _place(name: Name, found: ServiceSeen) -> str:
    """Where somebody would change it."""
    live = found.live or Live()
    if name == "stop_timeout":
        return (
            f"in its task definition {line(live.running.name)}" if live.running else "in its task definition"
        )
    if name == "idle_timeout":
        return "in its load balancer"
    if name in OF_GROUPS:
        return _group(name, live)
    return f"in the service {line(found.name)}"


def _group(name: Name, live: Live) -> str:
    """Those that have the value that counts."""
    own = [one for one in live.target_groups if not one.foreign]
    value = live.settings.get(name)
    having = [one.name for one in own if getattr(one, name, None) == value]
    named = few(having or [one.name for one in own])
    return f"in its target group {named}" if named else "in its target group"


def _needed(result: Result) -> str:
    return "" if result.outcome is Outcome.NOT_APPLICABLE else result.reason


def _written(name: str, value: Scalar) -> str:
    if isinstance(value, bool):
        return "switched on" if value else "switched off"
    if isinstance(value, str):
        return line(value, 200) or "none"
    if name in SECONDS:
        return f"{value:,} s"
    return f"{value:g} %" if name in PERCENT else f"{value:,}"
