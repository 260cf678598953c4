"""What Terraform says of an ECS service, with its lines. A variable is not known, and never its default."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from maturity.core.syntax.hcl import Attribute, Block, literal, parse, string
from releases.core import containers
from releases.core.facts.service import Line, Name, Scalar
from releases.core.traffic import listed
from releases.core.written import Place

SERVICE, TASK = "aws_ecs_service", "aws_ecs_task_definition"
GROUPS, BALANCERS = ("aws_lb_target_group", "aws_alb_target_group"), ("aws_lb", "aws_alb")
KINDS = frozenset({SERVICE, TASK, *GROUPS, *BALANCERS})
_REFERENCE = re.compile(r"aws_(?:lb|alb)_target_group\.([\w-]+)")
_DEFINITION = re.compile(r"aws_ecs_task_definition\.([\w-]+)")
_NUMBER = re.compile(r'"?(\d{1,9})"?')
_DECIMAL = re.compile(r'"?(\d{1,9}(?:\.\d{1,9})?)"?')
_WRITTEN = 200

__all__ = ["Line", "service_in", "wants"]


class _At(NamedTuple):
    path: str
    block: Block


Read = Callable[[str], Scalar | None]


def wants(path: str) -> bool:
    return path.endswith(".tf") and "/.terraform/" not in f"/{path}"


def service_in(files: Mapping[str, str], name: str, folders: Sequence[str]) -> Place:
    """By the name it has there; else the only one in the folders of its stacks; else nothing is known."""
    blocks = [at for path, text in files.items() for at in _resources(path, text)]
    services = [at for at in blocks if at.block.labels[0] == SERVICE]
    named = [at for at in services if string(at.block.value("name")) == name]
    near = [at for at in services if at.path.rpartition("/")[0] in folders]
    # One whose name is made of variables may be it; one that is called otherwise is not.
    open_ = [at for at in near or services if string(at.block.value("name")) is None]
    found = named or open_
    if len(found) != 1:
        return Place({})
    here = [at for at in blocks if at.path.rpartition("/")[0] == found[0].path.rpartition("/")[0]]
    lines = {**dict(_settings(found[0])), **dict(_behind(found[0], here)), **dict(_stopping(found[0], here))}
    return Place(lines, bool(named))


def _resources(path: str, text: str) -> Iterator[_At]:
    def skim(kind: str, labels: tuple[str, ...]) -> bool:
        return kind != "resource" or not labels or labels[0] not in KINDS

    for block in parse(text, skim=skim, limit=containers.MOST).of("resource"):
        if block.labels and block.labels[0] in KINDS:
            yield _At(path, block)


def _number(value: str) -> Scalar | None:
    found = _NUMBER.fullmatch(value.strip())
    return int(found[1]) if found else None


def _decimal(value: str) -> Scalar | None:
    found = _DECIMAL.fullmatch(value.strip())
    told = float(found[1]) if found else None
    return int(told) if told is not None and told.is_integer() else told


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
# Of a block in the block `deployment_configuration`.
STEPS: tuple[tuple[str, str, Name, Read], ...] = (
    ("canary_configuration", "canary_percent", "canary_percent", _decimal),
    ("canary_configuration", "canary_bake_time_in_minutes", "canary_bake_time", _minutes),
    ("linear_configuration", "step_percent", "step_percent", _decimal),
    ("linear_configuration", "step_bake_time_in_minutes", "step_bake_time", _minutes),
)


def _settings(at: _At) -> Iterator[tuple[Name, Line]]:
    for written, name, read in PLAIN:
        yield from _line(at.path, at.block.attribute(written), name, read)
    configured = at.block.first("deployment_configuration")
    for block, places in ((at.block, INSIDE), (configured, STEPS)):
        for kind, written, name, read in places:
            inner = block.first(kind) if block is not None else None
            if inner is not None and not _is_off(inner, name):
                yield from _line(at.path, inner.attribute(written), name, read)
    if configured is not None:
        yield from _pauses(at.path, configured)


def _is_off(block: Block, name: Name) -> bool:
    """Alarms that are not switched on roll nothing back, whatever stands there besides."""
    return name == "alarms_rollback" and literal(block.value("enable")) is not True


def _pauses(path: str, configured: Block) -> Iterator[tuple[Name, Line]]:
    """The stages that wait for an answer, as one text."""
    hooks = [one for one in configured.of("lifecycle_hook") if one.attribute("target_type") is not None]
    kinds = [string(one.value("target_type")) for one in hooks]
    paused = [one for one, kind in zip(hooks, kinds, strict=True) if kind in ("PAUSE", None)]
    stages = [literal(one.value("lifecycle_stages")) for one in paused]
    named = [str(stage) for each in stages if isinstance(each, list) for stage in each]
    known = None not in kinds and all(isinstance(one, list) for one in stages)
    if paused:
        said = " ".join((paused[0].value("lifecycle_stages") or "").split())[:_WRITTEN]
        yield "pause_stages", Line(path, paused[0].line, listed(named) if known else None, said)


def _line(path: str, found: Attribute | None, name: Name, read: Read) -> Iterator[tuple[Name, Line]]:
    if found is not None:
        said = " ".join(found.value.split())[:_WRITTEN]
        yield name, Line(path, found.line, read(found.value), said)


def _behind(service: _At, here: Sequence[_At]) -> Iterator[tuple[Name, Line]]:
    """Its target groups, blue and green: those it names, of the same folder; and the only load balancer."""
    balanced = list(service.block.of("load_balancer"))
    advanced = [one for each in balanced for one in each.of("advanced_configuration")]
    told = " ".join(
        [one.value("target_group_arn") or "" for one in balanced]
        + [one.value("alternate_target_group_arn") or "" for one in advanced]
    )
    names = set(_REFERENCE.findall(told))
    groups = [at for at in _of(here, *GROUPS) if at.block.labels[1] in names]
    if len(groups) == len(names):
        yield from _extreme(groups, "deregistration_delay", "deregistration_delay", min)
        yield from _extreme(groups, "slow_start", "slow_start", max)
        yield from _checks(groups)
        yield from _sticky(groups)
    balancers = _of(here, *BALANCERS)
    if len(balancers) == 1:
        yield from _extreme(balancers, "idle_timeout", "idle_timeout", min)


def _of(here: Sequence[_At], *kinds: str) -> list[_At]:
    return [at for at in here if at.block.labels[0] in kinds and len(at.block.labels) > 1]


def _extreme(
    places: Sequence[_At], written: str, name: Name, most: Callable[[Iterator[int]], int]
) -> Iterator[tuple[Name, Line]]:
    """Of several the least, or the most; one that is not known could be it."""
    lines = [line for at in places for _, line in _line(at.path, at.block.attribute(written), name, _number)]
    if len(lines) == len(places) and lines:
        yield name, _chosen(lines, most)


def _chosen(lines: Sequence[Line], most: Callable[[Iterator[int]], int]) -> Line:
    unknown = [one for one in lines if one.value is None]
    wanted = None if unknown else most(int(one.value or 0) for one in lines)
    return unknown[0] if unknown else next(one for one in lines if one.value == wanted)


def _checks(places: Sequence[_At]) -> Iterator[tuple[Name, Line]]:
    """How long until a target counts as healthy: interval times threshold, where both are written."""
    lines = [line for at in places for line in _check(at)]
    if lines and len(lines) == len(places):
        yield "health_check_seconds", _chosen(lines, max)


def _check(at: _At) -> Iterator[Line]:
    check = at.block.first("health_check")
    interval, threshold = (
        (check.attribute("interval"), check.attribute("healthy_threshold")) if check else (None, None)
    )
    if interval is None or threshold is None:
        return
    times = _number(interval.value), _number(threshold.value)
    value = times[0] * times[1] if isinstance(times[0], int) and isinstance(times[1], int) else None
    said = f"{' '.join(interval.value.split())[:60]} x {' '.join(threshold.value.split())[:60]}"
    yield Line(at.path, interval.line, value, said)


def _sticky(places: Sequence[_At]) -> Iterator[tuple[Name, Line]]:
    """Whether any of them keeps clients; where none has the block, nobody said."""
    blocks = [(at.path, inner) for at in places if (inner := at.block.first("stickiness")) is not None]
    lines = [
        one for path, inner in blocks for one in _line(path, inner.attribute("enabled"), "stickiness", _truth)
    ]
    if lines and len(lines) == len(places):
        unknown = [one for one in lines if one[1].value is None]
        yield next((one for one in lines if one[1].value is True), (unknown or lines)[0])


def _stopping(service: _At, here: Sequence[_At]) -> Iterator[tuple[Name, Line]]:
    """The least stopTimeout of the containers that serve, like `live.settings` has it."""
    named = _DEFINITION.search(service.block.value("task_definition") or "")
    found = [at for at in _of(here, TASK) if named and at.block.labels[1] == named[1]]
    written = found[0].block.attribute("container_definitions") if len(found) == 1 else None
    every = containers.containers(written.value) if written is not None else None
    serving = [one for one in every or () if one.served] or (every or [])
    if written is None or not serving or not all(one.stop_timeout for one in serving):
        return
    lines = [
        Line(found[0].path, written.line + one.line, _number(one.stop_timeout), one.stop_timeout[:_WRITTEN])
        for one in serving
    ]  # fmt: skip
    yield "stop_timeout", _chosen(lines, min)
