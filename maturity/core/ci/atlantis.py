"""Atlantis: `atlantis.yaml` at the top says which folders it plans, and which commands it adds."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from maturity.core.ci._jobs import flag, reach_both, run_steps
from maturity.core.ci._script import joined
from maturity.core.ci._tree import first_mapping, key_line
from maturity.core.facts.repository_name import RepositoryName
from maturity.core.files import Files
from maturity.core.linking.places import inside
from maturity.core.linking.reached import Reached
from maturity.core.pipeline import Delegated, Event, Job, Step, Trigger, Workflow
from maturity.core.reader import YAML, Reader
from maturity.core.syntax.yaml import Mapping, Node, Scalar, items, mapping, strings, text

SYSTEM = "atlantis"
_STAGES = {"plan": Event.PULL_REQUEST, "policy_check": Event.PULL_REQUEST, "apply": Event.COMMENT}


class Project(Struct, frozen=True, kw_only=True):
    """A folder Atlantis plans. `autoplan` False: only when somebody comments "atlantis plan"."""

    directory: str
    line: int
    autoplan: bool = True
    policy: bool = False
    silent: bool = False
    requirements: tuple[str, ...] = ()
    locks: bool = True


class AtlantisConfig(Workflow, frozen=True, kw_only=True):
    """`jobs` are only what custom workflows run besides plan and apply; `discovers` folders by itself."""

    projects: tuple[Project, ...] = ()
    discovers: bool = True


def read(path: str, data: bytes) -> AtlantisConfig | None:
    body = first_mapping(data)
    if body is None or not {"projects", "workflows", "version", "autodiscover"} & body.keys():
        return None
    workflows = mapping(body.get("workflows"))
    entries = [mapping(node) for node in items(body.get("projects"))]
    mode = text(mapping(body.get("autodiscover")).get("mode"), "auto")
    jobs = [job for entry in entries for job in _jobs(entry, workflows)]
    if not entries and "default" in workflows:
        jobs += _jobs(mapping(None), workflows)
    return AtlantisConfig(
        system=SYSTEM,
        jobs=tuple(jobs),
        triggers=tuple(Trigger(event=event, line=1) for event in (*_TRIGGERS,)),
        projects=tuple(_project(entry, workflows) for entry in entries),
        discovers=mode == "enabled" or (mode == "auto" and not entries),
    )


_TRIGGERS = (Event.PULL_REQUEST, Event.COMMENT)

reader = Reader(
    "atlantis", 1, AtlantisConfig, lambda path: path in {"atlantis.yaml", "atlantis.yml"}, read, ends=YAML
)


def reach(
    path: str, workflow: AtlantisConfig, files: Files, here: RepositoryName | None = None
) -> Iterator[Reached | Delegated]:
    """The commands of custom workflows. That Atlantis plans and applies is a fact: `facts/platforms`."""
    yield from reach_both(path, workflow, files)


def _project(entry: Mapping, workflows: Mapping) -> Project:
    autoplan = mapping(entry.get("autoplan"))
    enabled = flag(autoplan.get("enabled"), default=True)
    custom = mapping(workflows.get(text(entry.get("workflow"), "default")))
    locks = text(mapping(entry.get("repo_locks")).get("mode"))
    return Project(
        directory=inside("", text(entry.get("dir"), ".")) or "",
        line=key_line(entry, "dir"),
        autoplan=enabled,
        policy=flag(entry.get("policy_check")) or "policy_check" in custom,
        silent="plan" in strings(entry.get("silence_pr_comments")),
        requirements=tuple(strings(entry.get("apply_requirements"))),
        locks=locks != "disabled",
    )


def _jobs(entry: Mapping, workflows: Mapping) -> Iterator[Job]:
    custom = mapping(workflows.get(text(entry.get("workflow"), "default")))
    folder = inside("", text(entry.get("dir"), "."))
    planned = (
        Event.PULL_REQUEST
        if flag(mapping(entry.get("autoplan")).get("enabled"), default=True)
        else Event.COMMENT
    )
    for stage, event in _STAGES.items():
        steps = [
            step for node in items(mapping(custom.get(stage)).get("steps")) for step in _steps(node, folder)
        ]
        if steps:
            when = planned if event is Event.PULL_REQUEST else event
            name = text(entry.get("name")) or folder or "all projects"
            yield Job(id=f"{name} {stage}", line=entry.line, steps=tuple(steps), events=frozenset({when}))


def _steps(node: Node, folder: str | None) -> Iterator[Step]:
    """`run: command`, or `run: {command: …}`; the other steps are Atlantis's own."""
    run = mapping(node).get("run")
    command = run if isinstance(run, Scalar) else mapping(run).get("command")
    if isinstance(command, Scalar):
        yield from run_steps(joined([command], folder))
