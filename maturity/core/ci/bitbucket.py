"""Bitbucket Pipelines: a push runs the pipeline of its branch, and `default` when no branch pattern fits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from maturity.core.ci._jobs import flag, literals, reach_both, run_steps, split
from maturity.core.ci._refs import by_glob, lets_through, names_topic
from maturity.core.ci._script import Script, folder_after, joined
from maturity.core.ci._tree import first_mapping, sequence
from maturity.core.ci._truth import Truth, any_of, negate
from maturity.core.facts.repository_name import RepositoryName
from maturity.core.files import Files
from maturity.core.linking.reached import Reached
from maturity.core.pipeline import Delegated, Event, Job, Step, Trigger, Workflow
from maturity.core.reader import YAML, Reader
from maturity.core.syntax.yaml import Mapping, Node, Scalar, items, mapping, text

SYSTEM = "bitbucket-pipelines"
_TIMED = re.compile(r"schedul|nightly|daily|weekly|hourly|cron|drift", re.IGNORECASE)
_PUSHES = (Event.BRANCH, Event.DEFAULT)


class BitbucketPipelines(Workflow, frozen=True, kw_only=True):
    pass


def read(path: str, data: bytes) -> BitbucketPipelines | None:
    body = first_mapping(data)
    if body is None or not isinstance(body.get("pipelines"), Mapping):
        return None
    jobs = tuple(_jobs(body))
    return BitbucketPipelines(system=SYSTEM, jobs=jobs, triggers=tuple(_triggers(body, jobs)))


def wants(path: str) -> bool:
    return path in {"bitbucket-pipelines.yml", "bitbucket-pipelines.yaml"}


reader = Reader("bitbucket", 1, BitbucketPipelines, wants, read, ends=YAML)


def reach(
    path: str, workflow: BitbucketPipelines, files: Files, here: RepositoryName | None = None
) -> Iterator[Reached | Delegated]:
    yield from reach_both(path, workflow, files)


def _triggers(body: Mapping, jobs: tuple[Job, ...]) -> Iterator[Trigger]:
    line = body.key_lines["pipelines"]
    for event in Event:
        if any(event in (job.events or ()) for job in jobs):
            server = event is Event.SCHEDULE
            yield Trigger(
                event=event,
                line=line,
                certain=not server,
                note="the schedule is set up on the server" * server,
            )


def _jobs(body: Mapping) -> Iterator[Job]:
    pipelines = mapping(body["pipelines"])
    branches = mapping(pipelines.get("branches"))
    for name, steps, sure, maybe in [*_on_push(pipelines, branches), *_on_demand(body, pipelines)]:
        for job in _Pipeline(name).jobs(steps):
            yield from split(job, frozenset(sure), frozenset(maybe))


Found = tuple[str, Node, set[Event], set[Event]]


def _on_push(pipelines: Mapping, branches: Mapping) -> Iterator[Found]:
    """A branch written out by name goes before patterns, and every pattern before `default`."""
    for pattern, steps in branches.items():
        answers = {event: _for(pattern, event, branches) for event in _PUSHES}
        yield f"branches {pattern}", steps, *_sorted(answers)
    if "default" in pipelines:
        taken: dict[Event, Truth] = {
            event: any_of(lets_through(event, [name]) for name in branches) for event in _PUSHES
        }
        taken[Event.BRANCH] = any_of(_all_topics(name) for name in branches)
        yield (
            "default",
            pipelines["default"],
            *_sorted({event: negate(answer) for event, answer in taken.items()}),
        )
    for pattern, steps in mapping(pipelines.get("pull-requests")).items():
        answer = names_topic(pattern, by_glob)
        yield f"pull-requests {pattern}", steps, *_sorted({Event.PULL_REQUEST: answer if answer else None})
    for pattern, steps in mapping(pipelines.get("tags")).items():
        yield f"tags {pattern}", steps, {Event.TAG}, set()


def _all_topics(pattern: str) -> Truth:
    """Some topic branches having a pipeline of their own leaves `default` to the others."""
    return names_topic(pattern, by_glob) is True


def _for(pattern: str, event: Event, branches: Mapping) -> Truth:
    answer = lets_through(event, [pattern])
    by_name = any("*" not in other and lets_through(event, [other]) for other in branches)
    return False if "*" in pattern and by_name else answer


def _sorted(answers: dict[Event, Truth]) -> tuple[set[Event], set[Event]]:
    sure = {event for event, answer in answers.items() if answer is True}
    return sure, {event for event, answer in answers.items() if answer is None}


def _on_demand(body: Mapping, pipelines: Mapping) -> Iterator[Found]:
    """`custom` pipelines run by hand, on a schedule set up on the server, or when `triggers` name them."""
    for name, steps in mapping(pipelines.get("custom")).items():
        maybe = {Event.SCHEDULE} if _TIMED.search(name) else set()
        sure = {Event.MANUAL}
        for happening, entries in mapping(body.get("triggers")).items():
            for entry in items(entries):
                if name in [text(one) for one in items(mapping(entry).get("pipelines"))]:
                    events = {Event.PULL_REQUEST} if happening.startswith("pullrequest") else set(_PUSHES)
                    (maybe if "condition" in mapping(entry) else sure).update(events)
        yield f"custom {name}", steps, sure, maybe - sure


class _Pipeline:
    """One list of steps. What follows a manual step waits for it too."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._gate = ""

    def jobs(self, node: Node) -> Iterator[Job]:
        if isinstance(node, Mapping) and "import" in node:
            yield Job(id=self._name, line=node.line, uses=f"project:{text(node['import'])}")
        for child in items(node):
            entry = mapping(child)
            if "step" in entry:
                yield self._job(mapping(entry["step"]), "")
            if "parallel" in entry:
                parallel = entry["parallel"]
                yield from self.jobs(
                    parallel.get("steps", sequence([], parallel.line))
                    if isinstance(parallel, Mapping)
                    else parallel
                )
            stage = mapping(entry.get("stage"))
            if text(stage.get("trigger")) == "manual":
                self._gate = "trigger: manual"
            for step in items(stage.get("steps")):
                yield self._job(mapping(mapping(step).get("step")), text(stage.get("deployment")))

    def _job(self, step: Mapping, environment: str) -> Job:
        if text(step.get("trigger")) == "manual":
            self._gate = "trigger: manual"
        environment = text(step.get("deployment"), environment)
        ignored = text(mapping(step.get("on-fail")).get("strategy")) == "ignore"
        return Job(
            id=text(step.get("name"), self._name),
            line=step.line,
            name=self._name,
            gate=self._gate,
            steps=(*_steps(step.get("script"), ""), *_steps(step.get("after-script"), "after-script")),
            environment=environment,
            serial=f"deployment: {environment}" if environment else "",
            soft="on-fail: ignore" if ignored else "",
            permissions={"id-token": "write"} if flag(step.get("oidc")) else {},
        )


def _steps(node: Node | None, soft: str) -> Iterator[Step]:
    """Commands up to a pipe are one script; the folder they end in is where the next one starts."""
    waiting: list[Scalar] = []
    cwd: str | None = ""
    for child in items(node):
        if isinstance(child, Scalar):
            waiting.append(child)
            continue
        yield from run_steps(scripts := joined(waiting, cwd), soft=soft)
        cwd, waiting = _after(scripts, cwd), []
        pipe = mapping(child)
        if "pipe" in pipe:
            name = re.sub(r":[^/:]*$", "", text(pipe["pipe"]))
            yield Step(line=pipe.line, uses=f"pipe:{name}", inputs=literals(pipe.get("variables")), soft=soft)
    yield from run_steps(joined(waiting, cwd), soft=soft)


def _after(scripts: list[Script], cwd: str | None) -> str | None:
    return folder_after(scripts[-1].text, scripts[-1].cwd) if scripts else cwd
