"""Small steps every reader takes: split by certainty, reach with certain and uncertain triggers."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from maturity.core.ci._script import Script
from maturity.core.files import Files
from maturity.core.linking import plain
from maturity.core.linking.reached import Reached
from maturity.core.pipeline import Delegated, Event, Job, Shell, Step, Trigger, Workflow
from maturity.core.syntax.yaml import Mapping, Node, Scalar, text

PUSHES = frozenset({Event.BRANCH, Event.DEFAULT})


def split(job: Job, sure: frozenset[Event], maybe: frozenset[Event]) -> tuple[Job, ...]:
    """The job as it runs for certain and as it may run; nothing when it never does."""
    parts = []
    if sure:
        parts.append(msgspec.structs.replace(job, events=sure))
    if maybe:
        parts.append(msgspec.structs.replace(job, events=maybe, certain=False))
    return tuple(parts)


def reach_both(path: str, workflow: Workflow, files: Files) -> Iterator[Reached | Delegated]:
    """`plain.reach`, with what only uncertain triggers start marked uncertain."""
    sure = tuple(trigger for trigger in workflow.triggers if trigger.certain)
    known = {trigger.event for trigger in sure}
    unsure = tuple(trigger for trigger in workflow.triggers if trigger.event not in known)
    for triggers in (sure, unsure):
        if triggers:
            yield from plain.reach(path, msgspec.structs.replace(workflow, triggers=triggers), files)


def server_side(line: int, note: str) -> tuple[Trigger, ...]:
    """Something on the server starts it; whether a pull request or a merge does is not known."""
    perhaps = (Event.PULL_REQUEST, Event.DEFAULT)
    return (
        Trigger(event=Event.CALLED, line=line, note=note),
        *(Trigger(event=event, line=line, certain=False, note=note) for event in perhaps),
    )


def reach_declared(
    path: str, workflow: Workflow, files: Files, declared: list[tuple[Trigger, str]]
) -> Iterator[Reached | Delegated]:
    """Under triggers another file declares, each with its approval; without any under the workflow's own."""
    if not declared:
        yield from reach_both(path, workflow, files)
    for gate in dict.fromkeys(gate for _, gate in declared):
        jobs = tuple(msgspec.structs.replace(job, gate=gate) for job in workflow.jobs)
        triggers = tuple(trigger for trigger, its in declared if its == gate)
        yield from reach_both(path, msgspec.structs.replace(workflow, jobs=jobs, triggers=triggers), files)


def run_steps(
    scripts: list[Script],
    *,
    name: str = "",
    env: dict[str, str] | None = None,
    soft: str = "",
    shell: Shell = Shell.ERREXIT,
) -> tuple[Step, ...]:
    """One step per script. A folder known only at run time is "$PWD", which nothing resolves."""
    return tuple(
        Step(
            line=script.line,
            run=script.text,
            run_line=script.line,
            name=name,
            env=env or {},
            soft=soft,
            shell=shell,
            cwd=script.cwd if script.cwd is not None else "$PWD",
        )
        for script in scripts
    )


def literals(node: Node | None) -> dict[str, str]:
    """The scalar values of a mapping: variables, parameters, inputs."""
    if not isinstance(node, Mapping):
        return {}
    return {key: text(value) for key, value in node.items() if isinstance(value, Scalar)}


def flag(node: Node | None, *, default: bool = False) -> bool:
    """A YAML 1.1 boolean."""
    value = text(node).lower()
    return value in {"true", "yes", "on", "1"} if value else default
