"""Concourse: a job starts when a resource it gets with `trigger: true` has a new version."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from maturity.core.ci._jobs import flag, literals, reach_both, split
from maturity.core.ci._tree import first_mapping, key_line
from maturity.core.ci.concourse.resources import event_of, gets, resources_of
from maturity.core.ci.concourse.tasks import inputs_of, task_of
from maturity.core.facts.repository_name import RepositoryName
from maturity.core.files import Files
from maturity.core.linking.guess import might
from maturity.core.linking.reached import Reached
from maturity.core.paths import is_sample
from maturity.core.pipeline import Delegated, Event, Job, Step, Trigger, Workflow
from maturity.core.reader import YAML, Reader
from maturity.core.syntax.yaml import Mapping, Node, items, mapping, strings, text

SYSTEM = "concourse"
_NAMED = re.compile(
    r"(?:^|/)(?:[^/]*(?:pipeline|concourse)[^/]*|(?:ci|concourse|\.?pipelines?|tasks?)/(?:[^/]+/)*[^/]+)\.ya?ml$",
    re.IGNORECASE,
)
_LOOKS = re.compile(rb"^(?:jobs|platform)[ \t]*:", re.MULTILINE)
_OUTCOMES = {
    "on_failure": "on_failure",
    "on_error": "on_error",
    "on_abort": "on_abort",
    "ensure": "",
    "on_success": "",
}


class ConcoursePipeline(Workflow, frozen=True, kw_only=True):
    """A pipeline, or a task file: a workflow without triggers and with one job."""


def read(path: str, data: bytes) -> ConcoursePipeline | None:
    if _LOOKS.search(data) is None or (b"plan" not in data and b"run" not in data):
        return None
    try:
        body = first_mapping(data)
    except ValueError:
        return None  # a template of another tool
    if body is None:
        return None
    if "run" in body and "platform" in body:
        step = task_of(body, body.line, frozenset(inputs_of(body)), {})
        job = Job(id="task", line=body.line, steps=(step,) if step else ())
        return ConcoursePipeline(system=SYSTEM, jobs=(job,))
    if not any("plan" in mapping(job) and "name" in mapping(job) for job in items(body.get("jobs"))):
        return None
    jobs = tuple(_Reading(body).jobs())
    return ConcoursePipeline(system=SYSTEM, jobs=jobs, triggers=tuple(_triggers(body, jobs)))


reader = Reader(
    "concourse", 1, ConcoursePipeline, lambda path: _NAMED.search(path) is not None, read, ends=YAML
)


def reach(
    path: str, workflow: ConcoursePipeline, files: Files, here: RepositoryName | None = None
) -> Iterator[Reached | Delegated]:
    """A task file's own parameters are defaults: those of the pipeline that uses it win."""
    if is_sample(path):
        return
    tasks = {step.line: step for job in workflow.jobs for step in job.steps if step.id}
    for one in reach_both(path, workflow, files):
        if isinstance(one, Reached) and one.path != path and one.via and one.via[-1].line in tasks:
            yield msgspec.structs.replace(one, env={**one.env, **tasks[one.via[-1].line].env})
        elif isinstance(one, Delegated) and one.at.line in tasks:
            task = tasks[one.at.line]
            acts = might(task.id) | might(task.name)
            yield msgspec.structs.replace(one, ref=f"task-file:{task.id}", might=acts)
        else:
            yield one


def _triggers(body: Mapping, jobs: tuple[Job, ...]) -> Iterator[Trigger]:
    intervals = [resource.interval for resource in resources_of(body).values() if resource.interval]
    line = key_line(body, "jobs")
    for event in Event:
        if any(event in (job.events or ()) for job in jobs):
            crons = intervals if event is Event.SCHEDULE else [""]
            yield from (Trigger(event=event, line=line, cron=cron) for cron in dict.fromkeys(crons or [""]))


class _Reading:
    def __init__(self, body: Mapping) -> None:
        self._resources = resources_of(body)
        self._entries = {text(mapping(node).get("name")): mapping(node) for node in items(body.get("jobs"))}
        self._known: dict[str, tuple[frozenset[Event], frozenset[Event], str]] = {}

    def jobs(self) -> Iterator[Job]:
        for name, entry in self._entries.items():
            sure, maybe, gate = self._starts(name, ())
            places = frozenset(self._places(entry))
            groups = strings(entry.get("serial_groups"))
            serial = (
                "serial: true"
                if flag(entry.get("serial"))
                else f"serial_groups: {groups[0]}"
                if groups
                else ""
            )
            job = Job(
                id=name,
                line=entry.line,
                gate=gate,
                serial=serial,
                steps=tuple(self._steps(entry.get("plan"), places, "", certain=True)),
            )
            yield from split(job, sure, maybe - sure)

    def _starts(self, name: str, opened: tuple[str, ...]) -> tuple[frozenset[Event], frozenset[Event], str]:
        """Under what the job starts by itself; a job that only follows others waits for a button."""
        if name in self._known:
            return self._known[name]
        sure: set[Event] = set()
        maybe: set[Event] = set()
        before: list[str] = []
        for get in gets(self._entries.get(name, mapping(None)).get("plan")):
            resource = self._resources.get(text(get.get("resource")) or text(get["get"]))
            before += strings(get.get("passed"))
            if resource is not None and flag(get.get("trigger")):
                event, certain = event_of(resource)
                (sure if certain else maybe).add(event)
        gate = ""
        if not sure and not maybe:
            sure, maybe, gate = self._by_button(before, (*opened, name))
        self._known[name] = frozenset(sure), frozenset(maybe), gate
        return self._known[name]

    def _by_button(self, before: list[str], opened: tuple[str, ...]) -> tuple[set[Event], set[Event], str]:
        for other in before:
            if other not in opened and len(opened) < 50:
                sure, maybe, _ = self._starts(other, opened)
                gate = f"started by hand after {other}"
                if Event.DEFAULT in sure:
                    return {Event.DEFAULT}, set(), gate
                if Event.DEFAULT in maybe:
                    return {Event.MANUAL}, {Event.DEFAULT}, gate
        return {Event.MANUAL}, set(), ""

    def _places(self, entry: Mapping) -> Iterator[str]:
        """The folders this repository may be checked out to: a pipeline rarely gets more than one."""
        for get in gets(entry.get("plan")):
            resource = self._resources.get(text(get.get("resource")) or text(get["get"]))
            if resource is not None and resource.kind in {"git", "change"}:
                yield text(get["get"])

    def _steps(
        self, node: Node | None, places: frozenset[str], soft: str, *, certain: bool
    ) -> Iterator[Step]:
        for child in items(node):
            entry = mapping(child)
            for key in ("in_parallel", "aggregate", "do", "try"):
                if key in entry:
                    inner = entry[key]
                    steps = inner.get("steps") if isinstance(inner, Mapping) and "steps" in inner else inner
                    yield from self._steps(steps, places, "try" if key == "try" else soft, certain=certain)
            yield from self._step(entry, places, soft, certain=certain)
            for key in _OUTCOMES:
                if key in entry:
                    yield from self._steps(entry[key], places, soft, certain=certain and not _OUTCOMES[key])

    def _step(self, entry: Mapping, places: frozenset[str], soft: str, *, certain: bool) -> Iterator[Step]:
        if "task" in entry:
            yield from self._task_step(entry, places, soft, certain=certain)
        elif "put" in entry:
            resource = self._resources.get(text(entry.get("resource")) or text(entry["put"]))
            if resource is not None:
                given = {**resource.source, **literals(entry.get("params"))}
                inputs = {name: _from_the_top(value, places) for name, value in given.items()}
                yield Step(
                    line=entry.line,
                    name=text(entry["put"]),
                    uses=f"resource:{resource.type}",
                    inputs=inputs,
                    soft=soft,
                    certain=certain,
                )

    def _task_step(
        self, entry: Mapping, places: frozenset[str], soft: str, *, certain: bool
    ) -> Iterator[Step]:
        params = literals(entry.get("params"))
        line = key_line(entry, "task")
        if isinstance(entry.get("config"), Mapping):
            mapped = {key for key, value in literals(entry.get("input_mapping")).items() if value in places}
            step = task_of(mapping(entry["config"]), line, places | mapped, params)
            if step is not None:
                yield msgspec.structs.replace(step, soft=soft or step.soft, certain=certain)
            return
        file = text(entry.get("file"))
        top, _, rest = file.partition("/")
        uses = f"template:/{rest}" if top in places and rest else f"template:{file}"
        yield Step(
            line=line,
            name=text(entry["task"]),
            id=file,
            uses=uses,
            inputs=params,
            env=params,
            soft=soft,
            certain=certain,
        )


def _from_the_top(value: str, places: frozenset[str]) -> str:
    """`repo/infra` is the folder `infra` of what was got as `repo`."""
    first, slash, rest = value.partition("/")
    return rest or "." if slash and first in places else value
