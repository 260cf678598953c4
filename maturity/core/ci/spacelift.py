"""Spacelift: the commands `.spacelift/config.yml` adds to the runs of its stacks."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.core.ci._jobs import reach_both, run_steps
from maturity.core.ci._script import commands_in, joined
from maturity.core.ci._tree import first_mapping
from maturity.core.facts.repository_name import RepositoryName
from maturity.core.files import Files
from maturity.core.linking.places import inside
from maturity.core.linking.reached import Reached
from maturity.core.pipeline import Delegated, Event, Job, Trigger, Workflow
from maturity.core.reader import YAML, Reader
from maturity.core.syntax.yaml import Mapping, mapping, text

SYSTEM = "spacelift"
_PATHS = frozenset({".spacelift/config.yml", ".spacelift/config.yaml"})
# proposed runs, for pull requests, end after the plan
_BOTH = frozenset({Event.PULL_REQUEST, Event.DEFAULT})
_HOOKS = {
    "before_init": _BOTH,
    "after_init": _BOTH,
    "before_plan": _BOTH,
    "after_plan": _BOTH,
    "after_run": _BOTH,
    "before_apply": frozenset({Event.DEFAULT}),
    "after_apply": frozenset({Event.DEFAULT}),
}


class SpaceliftConfig(Workflow, frozen=True, kw_only=True):
    """`directories` of the stacks that name theirs."""

    directories: tuple[str, ...] = ()


def read(path: str, data: bytes) -> SpaceliftConfig | None:
    body = first_mapping(data)
    if body is None:
        return None
    defaults = mapping(body.get("stack_defaults"))
    stacks = {name: mapping(node) for name, node in mapping(body.get("stacks")).items()}
    jobs = [job for name, stack in stacks.items() for job in _jobs(name, stack, defaults)]
    folders = [
        inside("", text(stack["project_root"])) for stack in stacks.values() if "project_root" in stack
    ]
    return SpaceliftConfig(
        system=SYSTEM,
        jobs=tuple(jobs or _jobs("stack_defaults", defaults, defaults)),
        triggers=tuple(
            Trigger(event=event, line=1, certain=False, note="stacks are set up in Spacelift")
            for event in sorted(_BOTH)
        ),
        directories=tuple(dict.fromkeys(folder for folder in folders if folder is not None)),
    )


reader = Reader("spacelift", 1, SpaceliftConfig, lambda path: path in _PATHS, read, ends=YAML)


def reach(
    path: str, workflow: SpaceliftConfig, files: Files, here: RepositoryName | None = None
) -> Iterator[Reached | Delegated]:
    """The hooks. That Spacelift plans and applies is a fact of its own: `facts/platforms`."""
    yield from reach_both(path, workflow, files)


def _jobs(name: str, stack: Mapping, defaults: Mapping) -> Iterator[Job]:
    folder = inside("", text(stack.get("project_root"), "."))
    for hook, events in _HOOKS.items():
        steps = run_steps(joined(commands_in(stack.get(hook, defaults.get(hook))), folder), name=hook)
        if steps:
            yield Job(id=f"{name} {hook}", line=steps[0].line, steps=steps, events=events)
