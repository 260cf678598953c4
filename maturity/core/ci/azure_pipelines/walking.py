"""Stages, jobs and steps of an expanded pipeline, local templates opened, others named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from maturity.core import paths
from maturity.core.ci._emit import Placed, Started
from maturity.core.ci._jobs import flag
from maturity.core.ci._tree import Places, unpack
from maturity.core.ci._truth import Truth, both
from maturity.core.ci.azure_pipelines.expression import UNKNOWN, Value, as_text, runs
from maturity.core.ci.azure_pipelines.steps import step_of, substituted
from maturity.core.ci.azure_pipelines.templates import MAYBE, Expander, Scope, declared, simple
from maturity.core.files import Files
from maturity.core.pipeline import Context, Step, Workflow
from maturity.core.source import Source
from maturity.core.syntax.yaml import Mapping, Node, items, mapping, strings, text

MAX_HOPS = 8
MAX_TEMPLATES = 500
_RUNTIME = re.compile(r"\s*\$\[(.{1,2000})\]\s*", re.DOTALL)
_PHASES = ("preDeploy", "deploy", "routeTraffic", "postRouteTraffic")


class AzurePipeline(Workflow, frozen=True, kw_only=True):
    """A pipeline or template as written. `includes` are the templates it names."""

    body: list[Any]


class Here(NamedTuple):
    """Where we are: the file, how we came, what expressions know, and whether we get here at all."""

    path: str
    scope: Scope
    via: tuple[Source, ...] = ()
    opened: tuple[str, ...] = ()
    certain: Truth = True
    soft: str = ""
    stage: str = ""
    serial: str = ""
    gate: str = ""


class Walker:
    """One pipeline under one event; `variables` are what that event predefines."""

    def __init__(
        self, system: str, root: str, files: Files, variables: dict[str, Value], crons: tuple[str, ...]
    ) -> None:
        self._root = Context(system=system, workflow=root, job="", crons=crons)
        self._files = files
        self._places = Places()
        self._expander = Expander()
        self._variables = variables
        self._opened = 0
        self._approved = ""

    def started(self, *, parameters_known: bool) -> Iterator[Started]:
        given: dict[str, Value] = {} if parameters_known else {"*": UNKNOWN}
        opened = self._open(
            self._root.workflow, given, Here(self._root.workflow, Scope({}, self._variables, {}))
        )
        if opened is not None:
            yield from self._pipeline(*opened)

    def _open(self, path: str, given: dict[str, Value], here: Here) -> tuple[Mapping, Here] | None:
        """A file expanded with its parameters."""
        pipeline = self._files.get(path, AzurePipeline)
        self._opened += 1
        if (
            pipeline is None
            or path in here.opened
            or len(here.opened) > MAX_HOPS
            or self._opened > MAX_TEMPLATES
        ):
            return None
        body = mapping(unpack(pipeline.body, self._places.add(path)))
        parameters = declared(body.get("parameters"))
        parameters = dict.fromkeys(parameters, UNKNOWN) if "*" in given else {**parameters, **given}
        scope = Scope(parameters, here.scope.variables, {})
        inner = here._replace(path=path, scope=scope, opened=(*here.opened, path))
        inner = self._with_variables(inner, body)
        rest = {
            key: value for key, value in body.items() if key not in {"parameters", "variables", "resources"}
        }
        trimmed = mapping(None)
        for key, value in rest.items():
            trimmed[key] = value
            trimmed.key_lines[key] = body.key_lines.get(key, value.line)
        return mapping(self._expander.expand(trimmed, inner.scope)), inner

    def _pipeline(self, body: Mapping, here: Here) -> Iterator[Started]:
        extends = mapping(body.get("extends"))
        if "template" in extends:
            yield from self._template(extends, here, "stages")
        for stage in items(body.get("stages")):
            yield from self._stage(mapping(stage), here)
        for job in items(body.get("jobs")):
            yield from self._job(mapping(job), here)
        if "steps" in body:
            yield from self._steps_job(body, here)

    def _template(self, node: Mapping, here: Here, kind: str) -> Iterator[Started]:
        """A template of stages or jobs: its own, or one job that stands for what lies elsewhere."""
        at = self._places.find(node.line)
        opened = self._target(node, here, at)
        if opened is None:
            yield Started(self._context(here, kind), (self._outside(node, here, at),))
        elif opened[0]:
            yield from self._pipeline(*opened)

    def _target(self, node: Mapping, here: Here, at: Source) -> tuple[Mapping, Here] | None:
        """The template's content; None when it lies outside; an empty one when it cannot be opened again."""
        written = text(node["template"])
        name, _, repository = written.partition("@")
        if (repository and repository != "self") or "$" in name:
            return None
        base = "" if repository else paths.folder(here.path)
        found = [
            place
            for place in (paths.join(base, name), paths.join("", name.lstrip("/")))
            if place is not None and self._files.has(place)
        ]
        if not found:
            return None
        given = {key: simple(value) for key, value in mapping(node.get("parameters")).items() if key != MAYBE}
        certain = both(here.certain, None if MAYBE in node else True)
        opened = self._open(found[0], given, here._replace(via=(*here.via, at), certain=certain))
        return opened if opened is not None else (mapping(None), here)

    def _outside(self, node: Mapping, here: Here, at: Source) -> Placed:
        inputs = {
            key: str(value) if isinstance(value, str) else ""
            for key, value in mapping(node.get("parameters")).items()
        }
        step = Step(line=at.line, uses=f"template:{text(node['template'])}", inputs=inputs)
        certain = here.certain is True and MAYBE not in node
        return Placed(step=step, path=at.path, certain=certain, soft=here.soft, via=here.via, outside=True)

    def _stage(self, stage: Mapping, here: Here) -> Iterator[Started]:
        if "template" in stage:
            yield from self._template(stage, here, "stage")
            return
        inner = self._entered(stage, here)
        if inner is None:
            return
        manual = text(stage.get("trigger")) == "manual"
        inner = inner._replace(
            stage=text(stage.get("stage")), gate="trigger: manual" if manual else inner.gate
        )
        for job in items(stage.get("jobs")):
            yield from self._job(mapping(job), inner)

    def _entered(self, node: Mapping, here: Here) -> Here | None:
        """Inside a stage or job; None when its condition never lets it run."""
        inner = self._with_variables(here, node)
        answer = self._runs(node, inner)
        if answer is False:
            return None
        lock = "lockBehavior: sequential" if text(node.get("lockBehavior")) == "sequential" else here.serial
        return inner._replace(certain=both(here.certain, answer), serial=lock)

    def _runs(self, node: Mapping, here: Here) -> Truth:
        condition = text(node.get("condition"))
        answer = runs(condition, here.scope.look_up) if condition else True
        return both(answer, None if MAYBE in node else True)

    def _with_variables(self, here: Here, node: Mapping) -> Here:
        """The scope with the node's variables: literals, `$[ … ]`, and those of local variable templates."""
        if "variables" not in node:
            return here
        variables = dict(here.scope.variables)
        inner = here._replace(scope=here.scope._replace(variables=variables))
        self._add_variables(node["variables"], inner)
        return inner

    def _add_variables(self, written: Node, here: Here) -> None:
        variables = here.scope.variables
        found = self._expander.expand(written, here.scope)
        pairs = dict(found) if isinstance(found, Mapping) else {}
        for child in items(found) if not isinstance(found, Mapping) else ():
            entry = mapping(child)
            if "template" in entry:
                opened = self._target(entry, here, self._places.find(entry.line))
                if opened is not None:
                    variables.update(opened[1].scope.variables)
            elif "name" in entry and "value" in entry:
                doubted = MAYBE in entry
                variables[text(entry["name"])] = UNKNOWN if doubted else self._evaluated(entry["value"], here)
        for name, value in pairs.items():
            variables[name] = self._evaluated(value, here)

    def _evaluated(self, node: Node, here: Here) -> Value:
        runtime = _RUNTIME.fullmatch(node) if isinstance(node, str) else None
        if runtime is not None:
            answer = runs(runtime[1], here.scope.look_up)
            return UNKNOWN if answer is None else answer
        value = simple(node)
        return UNKNOWN if isinstance(value, str) and "${{" in value else value

    def _job(self, job: Mapping, here: Here) -> Iterator[Started]:
        if "template" in job:
            yield from self._template(job, here, "job")
            return
        inner = self._entered(job, here)
        if inner is None:
            return
        soft = "continueOnError: true" if flag(job.get("continueOnError")) else here.soft
        inner = inner._replace(soft=soft)
        matrix = mapping(mapping(job.get("strategy")).get("matrix"))
        for combination in [mapping(one) for one in matrix.values()][:50] or [mapping(None)]:
            known = {name: simple(value) for name, value in combination.items()}
            scope = inner.scope._replace(variables={**inner.scope.variables, **known})
            yield from self._steps_job(job, inner._replace(scope=scope))

    def _steps_job(self, job: Mapping, here: Here) -> Iterator[Started]:
        steps = list(items(job.get("steps")))
        if "deployment" in job:
            for how in mapping(job.get("strategy")).values():
                for phase in _PHASES:
                    steps += items(mapping(mapping(how).get(phase)).get("steps"))
        placed = [one for step in steps for one in self._step(mapping(step), here)]
        context = self._context(here, text(job.get("job")) or text(job.get("deployment")), job)
        if placed:
            yield Started(context, tuple(placed))
        if any(one.step.uses.lower().startswith("task:manualvalidation") for one in placed):
            self._approved = "task: ManualValidation"

    def _step(self, step: Mapping, here: Here) -> Iterator[Placed]:
        if "template" in step:
            at = self._places.find(step.line)
            opened = self._target(step, here, at)
            if opened is None:
                yield self._outside(step, here, at)
                return
            body, inner = opened
            for child in items(body.get("steps")):
                yield from self._step(mapping(child), inner)
            return
        answer = both(here.certain, self._runs(step, here))
        if answer is False or text(step.get("enabled")).lower() == "false":
            return
        variables = {
            name: known
            for name, value in here.scope.variables.items()
            if (known := _known(value)) is not None
        }
        found = step_of(step, variables, self._places)
        if found is not None:
            placed, cwd = found
            soft = "continueOnError: true" if flag(step.get("continueOnError")) else here.soft
            env = {
                name.upper().replace(".", "_"): value
                for name, value in variables.items()
                if name not in self._variables
            }
            path = self._places.find(step.line).path
            yield Placed(
                step=placed,
                path=path,
                certain=answer is True,
                soft=soft,
                via=here.via,
                cwd=cwd,
                env={**env, **placed.env},
            )

    def _context(self, here: Here, name: str, job: Mapping | None = None) -> Context:
        job = job if job is not None else mapping(None)
        named = job.get("environment")
        written = (
            text(mapping(named).get("name")) if isinstance(named, Mapping) else "".join(strings(named)[:1])
        )
        known = {
            name: value
            for name, given in here.scope.variables.items()
            if (value := _known(given)) is not None
        }
        environment = substituted(written, known).partition(".")[0]
        gate = f"environment: {environment}" if environment and "deployment" in job else ""
        return Context(
            system=self._root.system,
            workflow=self._root.workflow,
            crons=self._root.crons,
            serial=here.serial,
            job="/".join(part for part in (here.stage, name) if part),
            environment=environment,
            gate=here.gate or gate or self._approved,
        )


def _known(value: Value) -> str | None:
    return None if value is UNKNOWN else as_text(value)
