"""Everything that is known about the workflows of one commit, made once and shared by all of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast
from weakref import WeakKeyDictionary, proxy

from maturity.core.ci.github_actions import branches
from maturity.core.ci.github_actions.jobs import MAX_STEPS, Called, Jobs
from maturity.core.ci.github_actions.merge import merged
from maturity.core.ci.github_actions.shape import GitHubWorkflow
from maturity.core.ci.github_actions.starting import Starting
from maturity.core.ci.github_actions.values import Value
from maturity.core.ci.github_actions.worlds import Ground, Start
from maturity.core.facts.repository_name import RepositoryName
from maturity.core.files import Files
from maturity.core.linking.reached import Idle, Reached
from maturity.core.pipeline import Delegated, Event
from maturity.core.source import Source

MAX_DEPLOYS = 6


class Linker:
    def __init__(self, files: Files, here: RepositoryName | None) -> None:
        ground = _ground(files, here)
        # a strong reference would keep the files for ever: they are the key we are kept under
        weak = cast(Files, proxy(files))
        self._starting = Starting(weak, ground)
        self._jobs = Jobs(weak, ground, self._starting.tracked)

    def reach(self, path: str, workflow: GitHubWorkflow) -> Iterator[Reached | Delegated]:
        starts = self._starting.of(path, workflow)
        self._jobs.left = MAX_STEPS
        worlds = ((start, self._jobs.of(_called(path, workflow, start), start.world)) for start in starts)
        yield from merged(worlds)

    def idle(self, path: str, workflow: GitHubWorkflow) -> list[Idle]:
        starts = self._starting.of(path, workflow)
        idle = list(self._starting.idle(path, workflow))
        if not starts:
            reason = "only other workflows start it" if _is_called(workflow) else "nothing starts it"
            return [*idle, Idle(Source(path), reason)]
        worlds = [self._jobs.decided(_called(path, workflow, start), start.world) for start in starts]
        for job in workflow.jobs:
            verdicts = [world[job.id] for world in worlds]
            if not any(verdict.runs for verdict in verdicts):
                notes = [verdict.note for verdict in verdicts if verdict.note]
                reason = notes[0] if notes else "a job it needs never runs"
                idle.append(Idle(Source(path, job.line), f"job {job.id}: {reason}"))
            elif job.uses.startswith("./") and job.uses[2:] == path:
                idle.append(Idle(Source(path, job.line), f"job {job.id}: the workflow calls itself"))
        return idle


_linkers: WeakKeyDictionary[Files, dict[RepositoryName | None, Linker]] = WeakKeyDictionary()


def linker(files: Files, here: RepositoryName | None) -> Linker:
    known = _linkers.setdefault(files, {})
    if here not in known:
        known[here] = Linker(files, here)
    return known[here]


def _called(path: str, workflow: GitHubWorkflow, start: Start) -> Called:
    inputs: dict[str, Value] | None = None if start.world.event is Event.MANUAL else {}
    return Called(path, workflow, inputs, opened=(path,))


def _is_called(workflow: GitHubWorkflow) -> bool:
    return any(on.name == "workflow_call" for on in workflow.on)


def _ground(files: Files, here: RepositoryName | None) -> Ground:
    workflows = files.of(GitHubWorkflow).values()
    tested = [name for workflow in workflows for name in workflow.tested]
    known = here.default_branch if here is not None else ""
    default = known or branches.guess_default([on for one in workflows for on in one.on], tested)
    others = sorted({name for name in tested if branches.is_long_lived(name)} - {default})
    deploys = [name for name in others if not known or name not in branches.COMMON]
    repository = here.name if here is not None else ""
    return Ground(repository, default, bool(known), tuple(deploys[:MAX_DEPLOYS]))
