"""Digger: `digger.yml` says which folders it plans on pull requests, and when it applies."""

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

SYSTEM = "digger"
_WHEN = {"plan": Event.PULL_REQUEST, "apply": Event.COMMENT}


class DiggerProject(Struct, frozen=True, kw_only=True):
    """`applies` "comment" (the default: `digger apply` before the merge), "merge", or ""."""

    directory: str
    line: int
    plans: bool = True
    applies: str = "comment"
    drift: bool = True


class DiggerConfig(Workflow, frozen=True, kw_only=True):
    """`generates`: folders are found by pattern, not listed."""

    projects: tuple[DiggerProject, ...] = ()
    generates: bool = False
    locks: bool = True


def read(path: str, data: bytes) -> DiggerConfig | None:
    body = first_mapping(data)
    if body is None or not {"projects", "generate_projects", "workflows"} & body.keys():
        return None
    workflows = mapping(body.get("workflows"))
    entries = [mapping(node) for node in items(body.get("projects"))]
    jobs = [job for entry in entries for job in _jobs(entry, workflows)]
    return DiggerConfig(
        system=SYSTEM,
        jobs=tuple(jobs),
        triggers=tuple(
            Trigger(event=event, line=1) for event in (Event.PULL_REQUEST, Event.COMMENT, Event.DEFAULT)
        ),
        projects=tuple(_project(entry, workflows) for entry in entries),
        generates="generate_projects" in body,
        locks=flag(body.get("pr_locks"), default=True),
    )


reader = Reader(
    "digger", 1, DiggerConfig, lambda path: path in {"digger.yml", "digger.yaml"}, read, ends=YAML
)


def reach(
    path: str, workflow: DiggerConfig, files: Files, here: RepositoryName | None = None
) -> Iterator[Reached | Delegated]:
    """The commands of custom workflows. That Digger plans and applies is a fact: `facts/platforms`."""
    yield from reach_both(path, workflow, files)


def _events(entry: Mapping, workflows: Mapping) -> Mapping:
    return mapping(
        mapping(workflows.get(text(entry.get("workflow"), "default"))).get("workflow_configuration")
    )


def _project(entry: Mapping, workflows: Mapping) -> DiggerProject:
    events = _events(entry, workflows)
    pushed = (
        strings(events.get("on_pull_request_pushed"))
        if "on_pull_request_pushed" in events
        else ["digger plan"]
    )
    merged = "digger apply" in strings(events.get("on_commit_to_default"))
    return DiggerProject(
        directory=inside("", text(entry.get("dir"), ".")) or "",
        line=key_line(entry, "dir"),
        plans="digger plan" in pushed,
        applies="merge" if merged else "comment",
        drift=flag(entry.get("drift_detection"), default=True),
    )


def _jobs(entry: Mapping, workflows: Mapping) -> Iterator[Job]:
    custom = mapping(workflows.get(text(entry.get("workflow"), "default")))
    folder = inside("", text(entry.get("dir"), "."))
    project = _project(entry, workflows)
    for stage, event in _WHEN.items():
        steps = [
            step for node in items(mapping(custom.get(stage)).get("steps")) for step in _steps(node, folder)
        ]
        when = Event.DEFAULT if stage == "apply" and project.applies == "merge" else event
        if steps and (project.plans or stage == "apply"):
            name = text(entry.get("name"), "project")
            yield Job(id=f"{name} {stage}", line=entry.line, steps=tuple(steps), events=frozenset({when}))


def _steps(node: Node, folder: str | None) -> Iterator[Step]:
    run = mapping(node).get("run")
    if isinstance(run, Scalar):
        yield from run_steps(joined([run], folder))
