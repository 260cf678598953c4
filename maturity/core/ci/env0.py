"""env zero: the commands `env0.yml` adds to deployments of the template in its folder."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.core.ci._jobs import reach_both, run_steps
from maturity.core.ci._script import commands_in, joined
from maturity.core.ci._tree import first_mapping
from maturity.core.facts.repository_name import RepositoryName
from maturity.core.files import Files
from maturity.core.linking.reached import Reached
from maturity.core.pipeline import Delegated, Event, Job, Step, Trigger, Workflow
from maturity.core.reader import YAML, Reader
from maturity.core.syntax.yaml import Mapping, Node, Scalar, items, mapping

SYSTEM = "env0"
_NAMES = ("env0.yml", "env0.yaml")
_PLANNED = frozenset(
    {Event.PULL_REQUEST, Event.DEFAULT}
)  # a plan for a pull request, a deployment after the merge


class Env0Flow(Workflow, frozen=True, kw_only=True):
    pass


def read(path: str, data: bytes) -> Env0Flow | None:
    body = first_mapping(data)
    if body is None or not {"deploy", "destroy", "onSuccess"} & body.keys():
        return None
    jobs = tuple(_jobs(mapping(body.get("deploy"))))
    triggers = tuple(
        Trigger(event=event, line=1, certain=False, note="what starts a deployment is set up in env zero")
        for event in sorted(_PLANNED)
    )
    return Env0Flow(system=SYSTEM, jobs=jobs, triggers=triggers)


reader = Reader("env0", 1, Env0Flow, lambda path: path.rpartition("/")[2] in _NAMES, read, ends=YAML)


def reach(
    path: str, workflow: Env0Flow, files: Files, here: RepositoryName | None = None
) -> Iterator[Reached | Delegated]:
    """The commands. That env zero plans and deploys is a fact of its own: `facts/platforms`."""
    yield from reach_both(path, workflow, files)


def _jobs(deploy: Mapping) -> Iterator[Job]:
    for name, stage in mapping(deploy.get("steps")).items():
        applies = "apply" in name.lower() or "deploy" in name.lower()
        steps = [step for moment in ("before", "after") for step in _steps(mapping(stage).get(moment))]
        if steps:
            events = frozenset({Event.DEFAULT}) if applies else _PLANNED
            yield Job(id=name, line=steps[0].line, steps=tuple(steps), events=events)


def _steps(node: Node | None) -> Iterator[Step]:
    """A text, or `{name, run}`; plug-ins named by `use` are somebody else's."""
    for child in items(node):
        commands = commands_in(child) if isinstance(child, Scalar) else commands_in(mapping(child).get("run"))
        yield from run_steps(joined(commands))
