"""What Terraform says of an ECS service, with its lines. A variable is not known, and never its default."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from maturity.core.syntax.hcl import Attribute, Block, literal, parse, string
from releases.core.facts.service import Line, Name, Scalar

KINDS = frozenset({"aws_ecs_service", "aws_lb_target_group", "aws_alb_target_group", "aws_lb", "aws_alb"})
SERVICE = "aws_ecs_service"
GROUPS, BALANCERS = ("aws_lb_target_group", "aws_alb_target_group"), ("aws_lb", "aws_alb")
_REFERENCE = re.compile(r"aws_(?:lb|alb)_target_group\.([\w-]+)")
_NUMBER = re.compile(r'"?(\d{1,9})"?')
_WRITTEN = 200

__all__ = ["Line", "service_in", "wants"]


class _At(NamedTuple):
    path: str
    block: Block


Read = Callable[[str], Scalar | None]


def wants(path: str) -> bool:
    return path.endswith(".tf") and "/.terraform/" not in f"/{path}"


def service_in(files: Mapping[str, str], name: str, folders: Sequence[str]) -> Mapping[Name, Line]:
    """By the name it has there; else the only one in the folders of its stacks; else nothing is known."""
    blocks = [at for path, text in files.items() for at in _resources(path, text)]
    services = [at for at in blocks if at.block.labels[0] == SERVICE]
    named = [at for at in services if string(at.block.value("name")) == name]
    near = [at for at in services if at.path.rpartition("/")[0] in folders]
    # One whose name is made of variables may be it; one that is called otherwise is not.
    open_ = [at for at in near or services if string(at.block.value("name")) is None]
    found = named or open_
    if len(found) != 1:
        return {}
    return {**dict(_settings(found[0])), **dict(_behind(found[0], blocks))}


def _resources(path: str, text: str) -> Iterator[_At]:
    def skim(kind: str, labels: tuple[str, ...]) -> bool:
        return kind != "resource" or not labels or labels[0] not in KINDS

    for block in parse(text, skim=skim).of("resource"):
        if block.labels and block.labels[0] in KINDS:
            yield _At(path, block)


def _number(value: str) -> Scalar | None:
    found = _NUMBER.fullmatch(value.strip())
    return int(found[1]) if found else None


def _minutes(value: str) -> Scalar | None:
    found = _number(value)
    return found * 60 if isinstance(found, int) else None


def _truth(value: str) -> Scalar | None:
    said = literal(value.strip())
    return said if isinstance(said, bool) else None


def _text(value: str) -> Scalar | None:
    return string(value.strip())


PLAIN: tuple[tuple[str, Name, Read], ...] = (
    ("desired_count", "desired_count", _number),
    ("deployment_minimum_healthy_percent", "minimum_healthy_percent", _number),
    ("deployment_maximum_percent", "maximum_percent", _number),
    ("health_check_grace_period_seconds", "health_check_grace_period", _number),
)
INSIDE: tuple[tuple[str, str, Name, Read], ...] = (
    ("deployment_circuit_breaker", "enable", "circuit_breaker", _truth),
    ("deployment_circuit_breaker", "rollback", "circuit_breaker_rollback", _truth),
    ("alarms", "rollback", "alarms_rollback", _truth),
    ("deployment_controller", "type", "deployment_controller", _text),
    ("deployment_configuration", "strategy", "deployment_strategy", _text),
    ("deployment_configuration", "bake_time_in_minutes", "bake_time", _minutes),
)


def _settings(at: _At) -> Iterator[tuple[Name, Line]]:
    for written, name, read in PLAIN:
        yield from _line(at.path, at.block.attribute(written), name, read)
    for kind, written, name, read in INSIDE:
        inner = at.block.first(kind)
        if inner is not None:
            yield from _line(at.path, inner.attribute(written), name, read)


def _line(path: str, found: Attribute | None, name: Name, read: Read) -> Iterator[tuple[Name, Line]]:
    if found is not None:
        said = " ".join(found.value.split())[:_WRITTEN]
        yield name, Line(path, found.line, read(found.value), said)


def _behind(service: _At, blocks: Sequence[_At]) -> Iterator[tuple[Name, Line]]:
    """Its target groups and load balancers: those it names, of the same folder."""
    folder = service.path.rpartition("/")[0]
    here = [at for at in blocks if at.path.rpartition("/")[0] == folder]
    told = " ".join(one.value("target_group_arn") or "" for one in service.block.of("load_balancer"))
    names = set(_REFERENCE.findall(told))
    groups = [at for at in here if at.block.labels[0] in GROUPS and at.block.labels[1:2][0:1] != ()]
    groups = [at for at in groups if at.block.labels[1] in names]
    yield from _least(groups, "deregistration_delay", "deregistration_delay")
    for at in groups[:1]:
        yield from _line(at.path, at.block.attribute("slow_start"), "slow_start", _number)
    if len(groups) == 1:
        yield from _checks(groups[0])
    yield from _least([at for at in here if at.block.labels[0] in BALANCERS], "idle_timeout", "idle_timeout")


def _least(places: Sequence[_At], written: str, name: Name) -> Iterator[tuple[Name, Line]]:
    """Of several the least; one that is not known could be it."""
    lines = [line for at in places for _, line in _line(at.path, at.block.attribute(written), name, _number)]
    unknown = [one for one in lines if one.value is None]
    if len(lines) == len(places) and lines:
        yield name, (unknown or sorted(lines, key=lambda one: int(one.value or 0)))[0]


def _checks(at: _At) -> Iterator[tuple[Name, Line]]:
    """How long until a target counts as healthy: interval times threshold, where both are written."""
    check = at.block.first("health_check")
    interval, threshold = (
        (check.attribute("interval"), check.attribute("healthy_threshold")) if check else (None, None)
    )
    if interval is None or threshold is None:
        return
    times = _number(interval.value), _number(threshold.value)
    value = times[0] * times[1] if isinstance(times[0], int) and isinstance(times[1], int) else None
    said = f"{' '.join(interval.value.split())[:60]} x {' '.join(threshold.value.split())[:60]}"
    yield "health_check_seconds", Line(at.path, interval.line, value, said)
