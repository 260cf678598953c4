"""Terrateam: `.terrateam/config.yml`, plans on pull requests and drift checks on a schedule."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from maturity.core.ci._jobs import flag, reach_both, run_steps
from maturity.core.ci._script import commands_in, joined
from maturity.core.ci._tree import first_mapping, key_line
from maturity.core.facts.repository_name import RepositoryName
from maturity.core.files import Files
from maturity.core.linking.reached import Reached
from maturity.core.pipeline import Delegated, Event, Job, Step, Trigger, Workflow
from maturity.core.reader import YAML, Reader
from maturity.core.syntax.yaml import Mapping, Node, Scalar, items, mapping, text

SYSTEM = "terrateam"
_PATHS = frozenset({".terrateam/config.yml", ".terrateam/config.yaml"})


class Drift(Struct, frozen=True):
    schedule: str
    reconciles: bool
    line: int


class TerrateamConfig(Workflow, frozen=True, kw_only=True):
    """`plans` follows `when_modified.autoplan`; `drift` has an entry per schedule that is switched on."""

    enabled: bool = True
    plans: bool = True
    applies_itself: bool = False
    drift: tuple[Drift, ...] = ()


def read(path: str, data: bytes) -> TerrateamConfig | None:
    body = first_mapping(data)
    if body is None:
        return TerrateamConfig(system=SYSTEM)  # an empty file means the defaults
    modified = mapping(body.get("when_modified"))
    jobs = tuple(_jobs(body))
    drift = tuple(_drift(mapping(body.get("drift"))))
    return TerrateamConfig(
        system=SYSTEM,
        jobs=jobs,
        enabled=flag(body.get("enabled"), default=True),
        triggers=tuple(Trigger(event=event, line=1) for event in (Event.PULL_REQUEST, Event.COMMENT)),
        plans=flag(modified.get("autoplan"), default=True),
        applies_itself=flag(modified.get("autoapply")),
        drift=drift,
    )


reader = Reader("terrateam", 1, TerrateamConfig, lambda path: path in _PATHS, read, ends=YAML)


def reach(
    path: str, workflow: TerrateamConfig, files: Files, here: RepositoryName | None = None
) -> Iterator[Reached | Delegated]:
    """The commands of hooks and workflows. That Terrateam plans and applies is a fact: `facts/platforms`."""
    if workflow.enabled:
        yield from reach_both(path, workflow, files)


def _drift(node: Mapping) -> Iterator[Drift]:
    """One schedule, or several by name; nothing unless `enabled: true`."""
    if not flag(node.get("enabled")):
        return
    named = mapping(node.get("schedules"))
    for entry in [mapping(one) for one in named.values()] if named else [node]:
        yield Drift(text(entry.get("schedule")), flag(entry.get("reconcile")), key_line(entry, "schedule"))


def _jobs(body: Mapping) -> Iterator[Job]:
    for workflow in items(body.get("workflows")):
        for stage, event in (("plan", Event.PULL_REQUEST), ("apply", Event.COMMENT)):
            yield from _job(f"workflow {stage}", mapping(workflow).get(stage), event)
    for name, hook in mapping(body.get("hooks")).items():
        event = Event.COMMENT if name == "apply" else Event.PULL_REQUEST
        for moment in ("pre", "post"):
            yield from _job(f"hook {name} {moment}", mapping(hook).get(moment), event)


def _job(name: str, node: Node | None, event: Event) -> Iterator[Job]:
    steps = [step for one in items(node) for step in _steps(mapping(one))]
    if steps:
        yield Job(id=name, line=steps[0].line, steps=tuple(steps), events=frozenset({event}))


def _steps(node: Mapping) -> Iterator[Step]:
    """`cmd` is one command as a list of words, or a text for the shell."""
    if text(node.get("type")) not in {"run", "conftest", "checkov", "opa"}:
        return
    soft = "ignore_errors: true" if flag(node.get("ignore_errors")) else ""
    if text(node["type"]) != "run":
        yield Step(line=node.line, run=text(node["type"]), run_line=node.line, soft=soft)
        return
    words = [word for word in commands_in(node.get("cmd")) if isinstance(word, Scalar)]
    if len(words) > 1 and words[0] in {"bash", "sh"} and words[1].startswith("-"):
        yield from run_steps(joined(words[2:3]), soft=soft)
    elif words:
        command = Step(line=node.line, run=" ".join(words), run_line=words[0].first_line, soft=soft)
        yield command
