"""The jobs of a workflow that run in one world, local reusable workflows opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from maturity.core import paths
from maturity.core.ci.github_actions import matrix, templates, values
from maturity.core.ci.github_actions.runs import JobRun
from maturity.core.ci.github_actions.shape import GitHubJob, GitHubWorkflow
from maturity.core.ci.github_actions.situation import Here, Tracked
from maturity.core.ci.github_actions.steps import JobSteps, softness
from maturity.core.ci.github_actions.values import Value
from maturity.core.ci.github_actions.worlds import Ground, World
from maturity.core.files import Files
from maturity.core.pipeline import Context
from maturity.core.source import Source

MAX_HOPS = 4
MAX_RUNS = 5_000  # jobs of one world, calls and matrices multiplied out
MAX_STEPS = 50_000  # read for one workflow, all worlds together; what lies beyond is left out


class Called(NamedTuple):
    """A workflow file as started or called. `inputs` None: whatever a person chooses.

    writes_id   what the caller lets it do with `id-token`
    opened      the files on the way, this one last
    """

    path: str
    workflow: GitHubWorkflow
    inputs: Mapping[str, Value] | None
    writes_id: bool = False
    opened: tuple[str, ...] = ()


class Decided(NamedTuple):
    """`tainted`: a job it needs, however far back, does not run, so success() is false after it."""

    runs: bool
    certain: bool = True
    note: str = ""
    tainted: bool = False


class Jobs:
    """Of every workflow of one commit, remembered per (file, world, inputs) and the way there."""

    def __init__(self, files: Files, ground: Ground, tracked: Tracked) -> None:
        self._files = files
        self._ground = ground
        self._tracked = tracked
        self._known: dict[object, tuple[JobRun, ...]] = {}
        self.left = MAX_STEPS

    def of(self, called: Called, world: World) -> tuple[JobRun, ...]:
        # what calls nothing gives the same to every caller that passes the same
        way = called.opened if any(job.uses for job in called.workflow.jobs) else ()
        key = (called.path, world, _frozen(called.inputs), called.writes_id, way)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = tuple(self._all(called, world))
        return known

    def decided(self, called: Called, world: World) -> dict[str, Decided]:
        """Which jobs run. A job that needs itself never does."""
        here = Here(world, self._ground, self._tracked, called.inputs)
        # a job may not ask for `env`; whoever does means the workflow's, and a switch set to off is off
        _, here = _env(called.workflow.env, {}, here)
        jobs = {job.id: job for job in called.workflow.jobs}
        decided: dict[str, Decided] = {}
        waiting = list(jobs)
        while waiting:
            ready = [name for name in waiting if not (set(jobs[name].needs) & jobs.keys()) - decided.keys()]
            if not ready:
                break
            for name in ready:
                needs = {one: decided[one] for one in jobs[name].needs if one in decided}
                decided[name] = _decide(jobs[name], needs, here)
            waiting = [name for name in waiting if name not in decided]
        never = Decided(runs=False, note="it waits for itself")
        return {**decided, **dict.fromkeys(waiting, never)}

    def _all(self, called: Called, world: World) -> list[JobRun]:
        decided = self.decided(called, world)
        ran = {name.lower(): one.runs for name, one in decided.items()}
        found: list[JobRun] = []
        for job in called.workflow.jobs:
            one = decided[job.id]
            if not one.runs:
                continue
            needs = {name.lower(): ran[name.lower()] for name in job.needs if name.lower() in ran}
            here = Here(world, self._ground, self._tracked, called.inputs, needs=needs)
            for at, combination in enumerate(matrix.combinations(job.spec, here)):
                inner = here._replace(matrix=combination)
                found += self._job(called, job, one, at, inner)
            if len(found) > MAX_RUNS or self.left <= 0:
                break
        return found[:MAX_RUNS]

    def _job(self, called: Called, job: GitHubJob, one: Decided, at: int, here: Here) -> list[JobRun]:
        run = JobRun(
            key=((called.path, job.line, at),),
            context=_context(called, job, here),
            via=(), certain=one.certain, soft=softness(job.soft, here), note=one.note,
        )  # fmt: skip
        if job.uses:
            return self._call(called, job, run, here)
        texts, here = _env(called.workflow.env, {}, here)
        texts, here = _env(job.env, texts, here)
        steps = JobSteps(self._files).walk(called.path, job.steps, here, texts)
        self.left -= len(steps)
        return [run._replace(steps=steps)]

    def _call(self, called: Called, job: GitHubJob, run: JobRun, here: Here) -> list[JobRun]:
        at = Source(called.path, job.line)
        path = self._local(job.uses)
        workflow = self._files.of(GitHubWorkflow).get(path) if path else None
        if path is None or workflow is None:
            inputs = templates.all_filled(job.inputs, here)
            return [run._replace(outside=job.uses, inputs=inputs)]
        if path in called.opened or len(called.opened) > MAX_HOPS:
            return []
        inner = Called(path, workflow, _given(workflow, job, here), run.context.oidc, (*called.opened, path))
        return [_inside(run, at, one) for one in self.of(inner, here.world)]

    def _local(self, uses: str) -> str | None:
        """The path of a reusable workflow of this repository, written "./…" or with its own name."""
        if uses.startswith("./"):
            return paths.join("", uses)
        name, _, _ = uses.partition("@")
        own = f"{self._ground.repository.lower()}/"
        return name[len(own) :] if len(own) > 1 and name.lower().startswith(own) else None


def _decide(job: GitHubJob, needs: Mapping[str, Decided], here: Here) -> Decided:
    tainted = any(one.tainted or not one.runs for one in needs.values())
    here = here._replace(blocked=tainted, needs={name.lower(): one.runs for name, one in needs.items()})
    verdict = templates.decide(job.condition, here)
    if not verdict.runs:
        return Decided(runs=False, note=verdict.note, tainted=tainted)
    certain = verdict.certain and all(one.certain for one in needs.values() if one.runs)
    return Decided(runs=True, certain=certain, note=verdict.note, tainted=tainted)


def _context(called: Called, job: GitHubJob, here: Here) -> Context:
    workflow = called.workflow
    environment = templates.filled(job.environment, here)
    cancel = job.cancel if job.serial else workflow.cancel
    given = job.permissions or workflow.permissions
    return Context(
        system=workflow.system,
        workflow=called.path,
        job=job.id,
        environment=environment,
        gate=_gate(environment),
        serial=templates.filled(job.serial or workflow.serial, here),
        cancels=values.truth(templates.value(cancel, here)) is True and cancel.lower() != "false",
        oidc="write" in {given.get("id-token", ""), given.get("*", "")[:5]} if given else called.writes_id,
    )


def _gate(environment: str) -> str:
    """Its rules are kept on the server: only the name tells that somebody may have to approve."""
    if "${{" in environment:
        return "environment: known only at run time"
    return f"environment: {environment}" if environment else ""


def _inside(outer: JobRun, at: Source, inner: JobRun) -> JobRun:
    """A job of a called workflow, as part of the caller."""
    around, context = outer.context, inner.context
    return inner._replace(
        key=(*outer.key, *inner.key),
        context=msgspec.structs.replace(
            context, workflow=around.workflow, job=f"{around.job} / {context.job}",
            serial=context.serial or around.serial, cancels=context.cancels or around.cancels,
        ),
        via=(at, *inner.via),
        certain=outer.certain and inner.certain,
        soft=outer.soft or inner.soft,
        note=outer.note or inner.note,
    )  # fmt: skip


def _env(written: Mapping[str, str], texts: Mapping[str, str], here: Here) -> tuple[Mapping[str, str], Here]:
    if not written:
        return texts, here
    known = {name.lower(): templates.value(text, here) for name, text in written.items()}
    return {**texts, **templates.all_filled(written, here)}, here._replace(env={**here.env, **known})


def _given(workflow: GitHubWorkflow, job: GitHubJob, here: Here) -> dict[str, Value]:
    """The inputs of a call: what the caller passes, else the default, of the declared type."""
    passed = {name.lower(): text for name, text in job.inputs.items()}
    given: dict[str, Value] = {}
    for name, default in workflow.inputs.items():
        value = templates.value(passed.get(name.lower(), default), here)
        given[name.lower()] = _typed(value, workflow.types.get(name, "string"))
    return given


def _typed(value: Value, kind: str) -> Value:
    if isinstance(value, str) and kind == "boolean":
        return value.lower() == "true"
    if isinstance(value, str) and kind == "number":
        return values.number(value)
    known = values.text(value)
    return known if kind == "string" and known is not None else value


def _frozen(inputs: Mapping[str, Value] | None) -> object:
    return None if inputs is None else tuple((name, repr(value)) for name, value in sorted(inputs.items()))
