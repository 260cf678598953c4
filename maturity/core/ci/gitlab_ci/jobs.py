"""What one kind of GitLab pipeline would run: jobs with their steps, matrix and child pipelines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, product

import msgspec

from maturity.core.ci._emit import Placed, Started
from maturity.core.ci._expression import Odd, Value
from maturity.core.ci._jobs import flag
from maturity.core.ci._script import commands_in, joined
from maturity.core.ci.gitlab_ci.merging import Extender, Merged, Outside, merged
from maturity.core.ci.gitlab_ci.rules import Outcome, Pipeline, outcome_of, starts
from maturity.core.ci.gitlab_ci.world import world
from maturity.core.files import Files
from maturity.core.pipeline import Context, Event, Shell, Step
from maturity.core.source import Source
from maturity.core.syntax.yaml import Mapping, Node, Scalar, items, mapping, strings, text

RESERVED = frozenset({
    "default", "include", "stages", "variables", "workflow", "image", "services", "cache", "before_script",
    "after_script", "spec", "types",
})  # fmt: skip
MAX_COMBINATIONS = 50
_LONG = 300
_MOST = 300  # variables of one block
_TEXT = 20_000_000  # of all scripts together: jobs may share one long script
_VARIABLE = re.compile(r"\$\{?(\w{1,100})\}?")
_KNOWN_BY_NAME = ("template:", "component:")


class Making:
    """One configuration, asked about one event at a time. `parent` is the job that starts it as a child."""

    def __init__(
        self, system: str, root: str, config: Merged, files: Files, parent: Started | None = None
    ) -> None:
        self._system = system
        self._root = root
        self._config = config
        self._files = files
        self._parent = parent
        self._expansion = Expansion()
        self._left = _TEXT
        self._extender = Extender(config.body)
        self._globals = self._expansion.expanded(variables_of(config.body.get("variables")))
        self._names = [
            name
            for name, node in config.body.items()
            if isinstance(node, Mapping) and name not in RESERVED and not name.startswith(".")
        ]

    def started(self, event: Event) -> Iterator[Started]:
        known: dict[str, Value] = {**self._globals, **world(event)}
        if self._parent is not None:
            known["CI_PIPELINE_SOURCE"] = "parent_pipeline"
        pipeline = Pipeline(event, known, lambda: self._files.paths)
        workflow = mapping(self._extender.dereferenced(mapping(self._config.body.get("workflow"))))
        made = starts(workflow, pipeline)
        if made is None:
            return
        known.update(made.variables)
        for include in self._config.outside:
            yield from self._include(include, event, made)
        for name in self._names:
            job, missing = self._extender.job(name)
            variables = variables_of(job.get("variables"))
            inner = pipeline._replace(variables={**known, **variables, **world(event), **_source(known)})
            outcome = outcome_of(job, inner, workflow_rules="rules" in workflow)
            if outcome is not None:
                sure = made.certain and outcome.certain and event is not Event.SCHEDULE
                given = {**made.variables, **outcome.variables}
                yield from self._job(
                    name, job, missing, outcome._replace(certain=sure, variables=given), event
                )

    def _include(self, include: Outside, event: Event, made: Outcome) -> Iterator[Started]:
        """Jobs of a published template run on branches; on merge requests where its newer forms say so."""
        source = self._config.places.find(include.line)
        step = Step(line=source.line, uses=include.ref, inputs=include.inputs)
        outside = not include.ref.startswith(_KNOWN_BY_NAME)
        newer = include.ref.startswith("component:") or ".latest." in include.ref
        events = {Event.BRANCH, Event.DEFAULT, *([Event.PULL_REQUEST] if newer else [])}
        if outside or event in events:
            placed = Placed(
                step=step, path=source.path, certain=made.certain, outside=outside, via=self._via()
            )
            yield Started(self._context(""), (placed,))

    def _job(
        self, name: str, job: Mapping, missing: tuple[str, ...], outcome: Outcome, event: Event
    ) -> Iterator[Started]:
        env = {**self._globals, **variables_of(job.get("variables")), **outcome.variables}
        context = self._context(name, job, outcome)
        certain = outcome.certain and outcome.when != "on_failure"
        steps = [self._elsewhere(parent, job, certain) for parent in missing]
        steps += self._scripts(job, certain, "allow_failure: true" if outcome.soft else "")
        if "trigger" in job:
            yield from self._child(job["trigger"], Started(context, tuple(steps)), event, certain=certain)
            return
        for combination in _matrix(job, steps):
            extra = self._expansion.expanded(
                {**env, **combination, "CI_ENVIRONMENT_NAME": context.environment, "CI_JOB_NAME": name}
            )
            placed = tuple(msgspec.structs.replace(one, env=extra) for one in steps)
            environment = self._expansion.expanded({**extra, "": context.environment})[""]
            yield Started(self._context(name, job, outcome, environment), placed)

    def _context(
        self, name: str, job: Mapping | None = None, outcome: Outcome | None = None, environment: str = ""
    ) -> Context:
        job = job or mapping(None)
        named = job.get("environment")
        written = text(mapping(named).get("name")) if isinstance(named, Mapping) else text(named)
        group = text(job.get("resource_group"))
        manual = outcome is not None and outcome.when == "manual"
        default = mapping(self._config.body.get("default"))
        return Context(
            system=self._system,
            workflow=self._root,
            job=name,
            environment=environment or written,
            gate="when: manual" if manual else self._parent.context.gate if self._parent else "",
            serial=f"resource_group: {group}" if group else "",
            cancels=flag(job.get("interruptible", default.get("interruptible"))),
            oidc="id_tokens" in job or "id_tokens" in default,
        )

    def _via(self) -> tuple[Source, ...]:
        return self._parent.steps[0].via if self._parent is not None and self._parent.steps else ()

    def _scripts(self, job: Mapping, certain: bool, soft: str) -> list[Placed]:  # noqa: FBT001
        main = [*commands_in(self._inherited(job, "before_script")), *commands_in(job.get("script"))]
        for entry in items(job.get("run")):
            main += commands_in(mapping(entry).get("script"))
        after = commands_in(self._inherited(job, "after_script"))
        placed = self._placed(main, certain, soft) if "script" in job or "run" in job else []
        return placed + self._placed(after, certain, soft or "after_script") if placed else placed

    def _placed(self, commands: list[Scalar], certain: bool, soft: str) -> list[Placed]:  # noqa: FBT001
        placed: list[Placed] = []
        self._left -= sum(len(command) for command in commands)
        for script in joined(commands) if self._left > 0 else ():
            source = self._config.places.find(script.line)
            step = Step(
                line=source.line,
                run=script.text,
                run_line=source.line,
                shell=Shell.PIPEFAIL,
                soft=soft,
                cwd=script.cwd or "",
            )
            placed.append(
                Placed(
                    step=step, path=source.path, certain=certain, soft=soft, cwd=script.cwd, via=self._via()
                )
            )
        return placed

    def _inherited(self, job: Mapping, key: str) -> Node | None:
        """The job's own, else that of `default` or the old global one, unless `inherit` refuses them."""
        if key in job:
            return job[key]
        allowed = mapping(job.get("inherit")).get("default")
        if isinstance(allowed, Scalar) and text(allowed) == "false":
            return None
        if allowed is not None and not isinstance(allowed, Scalar) and key not in strings(allowed):
            return None
        body = self._config.body
        found = mapping(body.get("default")).get(key, body.get(key))
        return None if found is None else self._extender.dereferenced(found)

    def _elsewhere(self, parent: str, job: Mapping, certain: bool) -> Placed:  # noqa: FBT001
        """A job that extends one we cannot see does at least what that one does."""
        words = set(re.findall(r"\w+", parent.lower()))
        ref = max(
            (include.ref for include in self._config.outside),
            key=lambda one: (
                len(words & set(re.findall(r"\w+", one.lower()))),
                one.startswith(_KNOWN_BY_NAME),
            ),
            default="local:",
        )
        source = self._config.places.find(job.key_lines.get("extends", job.line))
        step = Step(line=source.line, uses=f"{ref}#{parent}", inputs=variables_of(job.get("variables")))
        outside = not ref.startswith(_KNOWN_BY_NAME)
        return Placed(step=step, path=source.path, certain=certain, outside=outside, via=self._via())

    def _child(self, node: Node, job: Started, event: Event, *, certain: bool) -> Iterator[Started]:
        trigger = mapping(node)
        at = self._config.places.find(node.line)
        project = text(node) or text(trigger.get("project"))
        refs = [f"project:{project}"] if project else []
        for include in items(trigger.get("include")):
            entry = mapping(include)
            local = text(include) or text(entry.get("local"))
            config = merged(local.lstrip("/"), self._files) if local and self._parent is None else None
            if config is not None:
                via = Placed(step=Step(line=at.line), path=at.path, via=(at,))
                child = Making(self._system, self._root, config, self._files, Started(job.context, (via,)))
                yield from child.started(event)
            else:
                refs.append(
                    f"local:{local}" if local else f"generated:{text(entry.get('artifact'), 'pipeline')}"
                )
        for ref in refs:
            step = Step(line=at.line, uses=ref)
            yield Started(job.context, (Placed(step=step, path=at.path, certain=certain, outside=True),))


def _source(known: dict[str, Value]) -> dict[str, Value]:
    return {"CI_PIPELINE_SOURCE": known.get("CI_PIPELINE_SOURCE", Odd.UNKNOWN)}


def variables_of(node: Node | None) -> dict[str, str]:
    """Values as written; a variable may be a mapping with `value` and `description`."""
    return {
        key: text(mapping(value).get("value")) if isinstance(value, Mapping) else text(value)
        for key, value in islice(mapping(node).items(), _MOST)
    }


class Expansion:
    """Variables that name other variables, replaced. What it may write in all is bounded."""

    def __init__(self) -> None:
        self._left = 2_000_000

    def expanded(self, variables: dict[str, str]) -> dict[str, str]:
        """Three rounds, as deep as anybody nests them."""
        for _ in range(3):
            known = variables
            variables = {name: self._replaced(value, known) for name, value in known.items()}
        return variables

    def _replaced(self, value: str, known: dict[str, str]) -> str:
        if "$" not in value or len(value) > _LONG or self._left < 0:
            return value
        written = _VARIABLE.sub(lambda found: known.get(found[1], found[0])[:_LONG], value)
        self._left -= len(written)
        return written


def _matrix(job: Mapping, steps: list[Placed]) -> list[dict[str, str]]:
    """The combinations of `parallel:matrix`; one when no step speaks of its variables."""
    combinations: list[dict[str, str]] = []
    environment = job.get("environment")
    spoken = " ".join(
        [*(one.step.run for one in steps), str(environment), *variables_of(job.get("variables")).values()]
    )
    for entry in items(mapping(job.get("parallel")).get("matrix")):
        axes = {key: strings(value) for key, value in mapping(entry).items()}
        if any(f"${name}" in spoken or f"${{{name}" in spoken for name in axes):
            chosen = product(*axes.values())
            combinations += [
                dict(zip(axes, values, strict=True)) for values in islice(chosen, MAX_COMBINATIONS)
            ]
    return combinations[:MAX_COMBINATIONS] or [{}]
