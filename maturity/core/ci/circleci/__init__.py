"""CircleCI: `.circleci/config.yml`, which builds every push unless a filter says otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product

import msgspec

from maturity.core.ci._jobs import literals, reach_both, split
from maturity.core.ci._tree import first_mapping
from maturity.core.ci._truth import Truth, both, negate, sorted_out
from maturity.core.ci.circleci.conditions import filtered, holds
from maturity.core.ci.circleci.parameters import Given, declared
from maturity.core.ci.circleci.steps import Flattener, Library
from maturity.core.facts.repository_name import RepositoryName
from maturity.core.files import Files
from maturity.core.linking.reached import Reached
from maturity.core.pipeline import Delegated, Event, Job, Step, Trigger, Workflow
from maturity.core.reader import YAML, Reader
from maturity.core.syntax.yaml import Mapping, Node, Scalar, items, mapping, strings, text, walk

SYSTEM = "circleci"
ROOTS = (".circleci/config.yml", ".circleci/config.yaml")
MAX_COMBINATIONS = 50
_PUSHES = (Event.BRANCH, Event.DEFAULT, Event.TAG)


class CircleCiConfig(Workflow, frozen=True, kw_only=True):
    """`setup`: this file only decides which other file to continue with."""

    setup: bool = False


def read(path: str, data: bytes) -> CircleCiConfig | None:
    body = first_mapping(data)
    if body is None or not {"jobs", "workflows"} & body.keys():
        return None
    reading = _Reading(body)
    jobs = tuple(reading.jobs())
    return CircleCiConfig(
        system=SYSTEM,
        jobs=jobs,
        triggers=tuple(reading.triggers(jobs)),
        setup=text(body.get("setup")).lower() == "true",
    )


reader = Reader("circleci", 1, CircleCiConfig, lambda path: path.startswith(".circleci/"), read, ends=YAML)


def reach(
    path: str, workflow: CircleCiConfig, files: Files, here: RepositoryName | None = None
) -> Iterator[Reached | Delegated]:
    """The jobs of the main file; those of a file it may continue with only perhaps."""
    if path in ROOTS:
        yield from reach_both(path, workflow, files)
        return
    main = next((config for root in ROOTS if (config := files.get(root, CircleCiConfig))), None)
    if main is not None and main.setup:
        doubted = tuple(msgspec.structs.replace(trigger, certain=False) for trigger in workflow.triggers)
        yield from reach_both(path, msgspec.structs.replace(workflow, triggers=doubted), files)


class _Reading:
    def __init__(self, body: Mapping) -> None:
        self._body = body
        self._library = Library(body)
        self._crons: list[tuple[str, int]] = []
        values = {
            f"pipeline.parameters.{name}": value for name, value in declared(body.get("parameters")).items()
        }
        self._given = Given(values)
        self._scheduled = any(
            isinstance(node, Scalar) and ("pipeline.schedule" in node or "scheduled_pipeline" in node)
            for node in walk(body)
        )

    def jobs(self) -> Iterator[Job]:
        workflows = {
            name: node
            for name, node in mapping(self._body.get("workflows")).items()
            if isinstance(node, Mapping)
        }
        for node in workflows.values():
            yield from self._workflow(mapping(node))
        if not workflows and "build" in self._library.jobs:
            yield from self._job(
                "build", mapping(None), self._library.jobs["build"].line, _PUSHES[:2], None, ""
            )

    def triggers(self, jobs: tuple[Job, ...]) -> Iterator[Trigger]:
        """One for each event any job has; schedules set up on the server are never certain."""
        line = self._body.key_lines.get("workflows", self._body.line)
        for event in Event:
            having = [job for job in jobs if event in (job.events or ())]
            if event is Event.SCHEDULE and self._crons:
                yield from (Trigger(event=event, line=at, cron=cron) for cron, at in self._crons)
            elif having:
                server = event is Event.SCHEDULE
                yield Trigger(
                    event=event,
                    line=line,
                    certain=not server,
                    note="the schedule is set up on the server" * server,
                )

    def _workflow(self, node: Mapping) -> Iterator[Job]:
        schedules = [mapping(mapping(one).get("schedule")) for one in items(node.get("triggers"))]
        for schedule in schedules:
            self._crons.append((text(schedule.get("cron")), schedule.key_lines.get("cron", schedule.line)))
        events = (
            (Event.SCHEDULE,) if schedules else (*_PUSHES, *([Event.SCHEDULE] if self._scheduled else []))
        )
        entries = [self._entry(child) for child in items(node.get("jobs"))]
        gates = _gates(entries)
        for key, entry, line in entries:
            if text(entry.get("type")) == "approval":
                continue
            name = text(entry.get("name"), key)
            yield from self._job(key, entry, line, events, node, gates.get(name, ""))

    def _entry(self, child: Node) -> tuple[str, Mapping, int]:
        if isinstance(child, Scalar):
            return str(child), mapping(None), child.line
        entry = mapping(child)
        key = next(iter(entry), "")
        return key, mapping(entry.get(key)), entry.key_lines.get(key, child.line)

    def _job(
        self,
        key: str,
        entry: Mapping,
        line: int,
        events: tuple[Event, ...],
        workflow: Mapping | None,
        gate: str,
    ) -> Iterator[Job]:
        sure, maybe = sorted_out(events, lambda event: self._runs(entry, workflow, event))
        if Event.SCHEDULE in sure and not mapping(workflow).get("triggers"):
            sure, maybe = sure - {Event.SCHEDULE}, maybe | {Event.SCHEDULE}
        for combination in _combinations(entry):
            given = mapping(None)
            given.update({**entry, **combination})
            for job, when in self._alike(key, given, line, sure | maybe, gate):
                yield from split(job, sure & when, maybe & when)

    def _alike(
        self, key: str, entry: Mapping, line: int, events: frozenset[Event], gate: str
    ) -> list[tuple[Job, frozenset[Event]]]:
        """The job under each event; conditions on steps can make them differ."""
        made: dict[bytes, tuple[Job, frozenset[Event]]] = {}
        for event in sorted(events):
            job = self._made(key, entry, line, event, gate)
            code = msgspec.msgpack.encode(job)
            made[code] = (job, made[code][1] | {event} if code in made else frozenset({event}))
        return list(made.values())

    def _runs(self, entry: Mapping, workflow: Mapping | None, event: Event) -> Truth:
        answer = filtered(entry.get("filters"), event) if "filters" in entry else event is not Event.TAG
        if workflow is None:
            return answer
        if "when" in workflow:
            answer = both(answer, holds(workflow["when"], self._given, event))
        if "unless" in workflow:
            answer = both(answer, negate(holds(workflow["unless"], self._given, event)))
        return answer

    def _made(self, key: str, entry: Mapping, line: int, event: Event, gate: str) -> Job:
        prefix, _, name = key.partition("/")
        library = self._library.local.get(prefix, self._library) if name else self._library
        body = mapping(library.jobs.get(name if library is not self._library else key))
        given = self._given.inside(declared(body.get("parameters")), entry)
        body = mapping(given.replaced(body)) if "parameters" not in body else body
        executor = mapping(
            library.executors.get(
                text(body.get("executor")) or text(mapping(body.get("executor")).get("name"))
            )
        )
        home = text(body.get("working_directory")) or text(executor.get("working_directory")) or "~/project"
        flat = Flattener(library, event, home, text(body.get("shell")) or text(executor.get("shell")))
        steps = [
            *flat.steps(entry.get("pre-steps"), given, certain=True),
            *flat.steps(body.get("steps"), given, certain=True),
            *flat.steps(entry.get("post-steps"), given, certain=True),
        ]
        if not body and name:
            orb = self._library.remote.get(prefix, prefix)
            steps.append(Step(line=line, uses=f"orb:{orb}/{name}", inputs=literals(entry)))
        env = {
            **literals(executor.get("environment")),
            **literals(given.replaced(mapping(body.get("environment")))),
        }
        serial = text(entry.get("serial-group"))
        return Job(
            id=text(entry.get("name"), key),
            line=line,
            steps=tuple(steps),
            needs=tuple(strings(entry.get("requires"))),
            env=env,
            gate=gate,
            serial=f"serial-group: {serial}" if serial else "",
        )


def _gates(entries: list[tuple[str, Mapping, int]]) -> dict[str, str]:
    """Which jobs wait, directly or through others, for a person: name -> the approval."""
    gates = {
        text(entry.get("name"), key): f"type: approval ({key})"
        for key, entry, _ in entries
        if text(entry.get("type")) == "approval"
    }
    for _ in range(20):
        before = len(gates)
        for key, entry, _line in entries:
            for needed in _required(entry):
                if needed in gates:
                    gates.setdefault(text(entry.get("name"), key), gates[needed])
        if len(gates) == before:
            break
    return gates


def _required(entry: Mapping) -> list[str]:
    names = []
    for node in items(entry.get("requires")):
        names += [str(node)] if isinstance(node, Scalar) else list(mapping(node))
    return names


def _combinations(entry: Mapping) -> list[dict[str, Node]]:
    axes = {
        name: items(values)
        for name, values in mapping(mapping(entry.get("matrix")).get("parameters")).items()
    }
    if not axes:
        return [{}]
    chosen = islice(product(*axes.values()), MAX_COMBINATIONS)
    return [dict(zip(axes, values, strict=True)) for values in chosen]
