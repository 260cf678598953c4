"""Reaching the steps of a CI system whose reader already folded conditions into `events`.

The rules, for a reader's author:

- `Workflow.triggers` are what the system starts the file on, implicit ones included. A file
  without triggers is a template: it runs only when another file takes it in.
- `Job.events` and `Step.events` narrow the triggers; None means "all of the outer ones".
- `Workflow.includes`, `Job.uses` and `Step.uses` that begin with "local:" or "template:" and name a
  tracked file are opened with the reader that made this workflow. A template of steps is a
  workflow with one job. Everything else an include or a job names lies outside: `Delegated`.
  Any other `Step.uses` ("task:…", "orb:…", "image:…") stays a step.
- Inputs given and defaults declared replace `${{ parameters.x }}`, `$[[ inputs.x ]]` and
  `<< parameters.x >>`. A matrix replaces nothing here: the reader does that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from maturity.core import paths
from maturity.core.files import Files
from maturity.core.linking.globs import matches
from maturity.core.linking.guess import might
from maturity.core.linking.reached import Reached
from maturity.core.pipeline import Context, Delegated, Event, Job, Step, Workflow
from maturity.core.source import Source

MAX_HOPS = 4
MAX_STEPS = 5_000  # of one pipeline, templates included
_LOCAL = ("local:", "template:")
_PARAMETER = re.compile(
    r"\$\{\{\s{0,9}parameters\.([\w-]{1,64})\s{0,9}\}\}|\$\[\[\s{0,9}inputs\.([\w-]{1,64})\s{0,9}\]\]"
    r"|<<\s{0,9}parameters\.([\w-]{1,64})\s{0,9}>>"
)
_UNKNOWN = re.compile(r"\$|<<|\{\{")


class _Frame(NamedTuple):
    """Where we are: which file, how we came, and what bounds the events there."""

    path: str
    workflow: Workflow
    events: frozenset[Event]
    certain: bool = True
    soft: str = ""
    via: tuple[Source, ...] = ()
    given: dict[str, str] = {}
    env: dict[str, str] = {}
    opened: tuple[str, ...] = ()


def reach(path: str, workflow: Workflow, files: Files) -> Iterator[Reached | Delegated]:
    """Every step of `workflow` that one of its triggers reaches, in order."""
    if not workflow.triggers:
        return
    events = frozenset(trigger.event for trigger in workflow.triggers)
    certain = any(trigger.certain for trigger in workflow.triggers)
    crons = tuple(trigger.cron for trigger in workflow.triggers if trigger.cron)
    root = Context(system=workflow.system, workflow=path, job="", serial=workflow.serial,
                   cancels=workflow.cancels, crons=crons)  # fmt: skip
    frame = _Frame(path, workflow, events, certain, given=workflow.inputs, env=workflow.env, opened=(path,))
    yield from _workflow(frame, root, files)


def _workflow(frame: _Frame, root: Context, files: Files) -> Iterator[Reached | Delegated]:
    for include in frame.workflow.includes:
        yield from _include(frame, include, root, files)
    for job in frame.workflow.jobs:
        yield from _job(frame, job, root, files)


def _include(frame: _Frame, ref: str, root: Context, files: Files) -> Iterator[Reached | Delegated]:
    at = Source(frame.path)
    found = _targets(frame, ref, files)
    if found is None:
        yield Delegated(ref=ref, at=at, context=root, events=frame.events, via=frame.via, might=might(ref))
        return
    for target, workflow in found:
        yield from _workflow(_enter(frame, target, workflow, at, {}), root, files)


def _job(frame: _Frame, job: Job, root: Context, files: Files) -> Iterator[Reached | Delegated]:
    events = frame.events if job.events is None else frame.events & job.events
    if not events:
        return
    context = msgspec.structs.replace(
        root, job=job.id, environment=job.environment, gate=job.gate, serial=job.serial or root.serial,
        cancels=job.cancels or root.cancels, oidc=job.permissions.get("id-token") == "write",
    )  # fmt: skip
    inner = frame._replace(events=events, certain=frame.certain and job.certain, soft=frame.soft or job.soft,
                           env={**frame.env, **_resolve_all(job.env, frame.given)})  # fmt: skip
    if job.uses:
        yield from _used_job(inner, job, context, files)
    steps = list(_steps(inner, job.steps, context, files))
    reached = [step for step in steps if isinstance(step, Reached)][:MAX_STEPS]
    siblings = tuple(msgspec.structs.replace(one.step, run=one.run, inputs=one.inputs) for one in reached)
    index = 0
    for step in steps:
        if isinstance(step, Delegated):
            yield step
        elif index < len(siblings):
            yield msgspec.structs.replace(step, siblings=siblings, index=index)
            index += 1


def _used_job(frame: _Frame, job: Job, context: Context, files: Files) -> Iterator[Reached | Delegated]:
    at = Source(frame.path, job.line)
    inputs = _resolve_all(job.inputs, frame.given)
    found = _targets(frame, job.uses, files)
    if found is None:
        yield Delegated(ref=job.uses, at=at, context=context, events=frame.events, via=frame.via,
                        might=might(job.uses), inputs=inputs)  # fmt: skip
        return
    for target, workflow in found:
        yield from _workflow(_enter(frame, target, workflow, at, inputs), context, files)


def _steps(
    frame: _Frame, steps: tuple[Step, ...], context: Context, files: Files
) -> Iterator[Reached | Delegated]:
    for step in steps:
        events = frame.events if step.events is None else frame.events & step.events
        if not events:
            continue
        certain = frame.certain and step.certain
        inner = frame._replace(events=events, certain=certain, soft=frame.soft or step.soft)
        if step.uses.startswith(_LOCAL):
            yield from _used_steps(inner, step, context, files)
        else:
            yield _reached(inner, step, context)


def _used_steps(frame: _Frame, step: Step, context: Context, files: Files) -> Iterator[Reached | Delegated]:
    at = Source(frame.path, step.line)
    inputs = _resolve_all(step.inputs, frame.given)
    found = _targets(frame, step.uses, files)
    if found is None:
        yield Delegated(ref=step.uses, at=at, context=context, events=frame.events, via=frame.via,
                        might=might(step.uses), inputs=inputs)  # fmt: skip
        return
    for target, workflow in found:
        inner = _enter(frame, target, workflow, at, inputs)
        for job in workflow.jobs:
            yield from _steps(inner, job.steps, context, files)


def _reached(frame: _Frame, step: Step, context: Context) -> Reached:
    cwd = _resolve(step.cwd, frame.given)
    return Reached(
        step=step, path=frame.path, context=context, events=frame.events, certain=frame.certain,
        soft=frame.soft, via=frame.via, run=_resolve(step.run, frame.given),
        cwd=None if _UNKNOWN.search(cwd) else paths.join("", cwd.lstrip("/")),
        inputs=_resolve_all(step.inputs, frame.given),
        env={**frame.env, **_resolve_all(step.env, frame.given)},
    )  # fmt: skip


def _enter(frame: _Frame, path: str, workflow: Workflow, at: Source, inputs: Mapping[str, str]) -> _Frame:
    given = {**workflow.inputs, **inputs}
    env = {**frame.env, **_resolve_all(workflow.env, given)}
    return frame._replace(path=path, workflow=workflow, via=(*frame.via, at), given=given, env=env,
                          opened=(*frame.opened, path))  # fmt: skip


def _targets(frame: _Frame, ref: str, files: Files) -> list[tuple[str, Workflow]] | None:
    """The tracked files `ref` names, read; None when it lies outside or cannot be read. Cycles give []."""
    ref = _resolve(ref, frame.given)
    if not ref.startswith(_LOCAL) or _UNKNOWN.search(ref):
        return None
    written = ref.split(":", 1)[1]
    found = _named(frame.path, written, files)
    if not found:
        return None
    if len(frame.opened) > MAX_HOPS:
        return []
    kind = type(frame.workflow)
    read = [(path, files.get(path, kind)) for path in found if path not in frame.opened]
    known = [(path, workflow) for path, workflow in read if workflow is not None]
    return known if known or not read else None


def _named(path: str, written: str, files: Files) -> list[str]:
    if "*" in written:
        return [known for known in files.paths if matches(written.lstrip("./"), known)][:64]
    places = (paths.join(paths.folder(path), written), paths.join("", written.lstrip("/")))
    return [place for place in places if place is not None and files.has(place)][:1]


def _resolve(text: str, given: Mapping[str, str]) -> str:
    if not given or "s." not in text:
        return text

    def value(found: re.Match[str]) -> str:
        name = found[1] or found[2] or found[3]
        return given.get(name) or found[0]

    return _PARAMETER.sub(value, text)


def _resolve_all(texts: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    return {name: _resolve(text, given) for name, text in texts.items()}
