"""When a workflow really starts: its filters tested against the tracked files and the other workflows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from maturity.core.ci.github_actions import branches, worlds
from maturity.core.ci.github_actions.shape import GitHubWorkflow, On
from maturity.core.ci.github_actions.worlds import Ground, Start, World
from maturity.core.files import Files
from maturity.core.linking.reached import Idle
from maturity.core.pipeline import Event
from maturity.core.source import Source

MAX_STARTS = 40
MAX_CHAIN = 4  # workflow_run after workflow_run


class Starting:
    """Of every workflow of one commit."""

    def __init__(self, files: Files, ground: Ground) -> None:
        self._files = files
        self._workflows: Mapping[str, GitHubWorkflow] = files.of(GitHubWorkflow)
        self._ground = ground
        self._tracked: dict[tuple[str, ...], bool] = {}
        self._known: dict[str, tuple[list[Start], list[Idle]]] = {}
        self._names: dict[str, list[str]] = {}
        for path, workflow in self._workflows.items():
            self._names.setdefault(workflow.name or path, []).append(path)

    def of(self, path: str, workflow: GitHubWorkflow) -> list[Start]:
        return self._both(path, workflow, 0)[0]

    def idle(self, path: str, workflow: GitHubWorkflow) -> list[Idle]:
        return self._both(path, workflow, 0)[1]

    def tracked(self, patterns: tuple[str, ...]) -> bool:
        """Whether any tracked file gets through these patterns."""
        known = self._tracked.get(patterns)
        if known is None:
            known = self._tracked[patterns] = self._files.any_path(patterns)
        return known

    def _both(self, path: str, workflow: GitHubWorkflow, depth: int) -> tuple[list[Start], list[Idle]]:
        if path in self._known:
            return self._known[path]
        self._known[path] = ([], [])  # what a circle of workflow_run sees
        found: list[Start] = []
        idle: list[Idle] = []
        for on in workflow.on:
            reason = self._never(on, path)
            if reason:
                idle.append(Idle(Source(path, on.line), reason))
            elif on.name == "workflow_run":
                found += self._after(on, depth)
            # tags are pushed whatever files changed
            found += [
                one for one in worlds.starts(on, self._ground)
                if not reason or (one.world.event is Event.TAG and worlds.is_event(on.name))
            ]  # fmt: skip
        self._known[path] = (_distinct(found), idle)
        return self._known[path]

    def _never(self, on: On, path: str) -> str:
        if not worlds.is_event(on.name):
            return f"“{on.name}” is not an event"
        if not worlds.filters_paths(on):
            return ""
        if on.paths is not None:
            if not self.tracked(on.paths):
                return "its paths filter matches no tracked file"
            if not self.tracked((*on.paths, f"!{path}")):
                return "its paths filter matches only the workflow itself"
        if on.paths_ignore is not None and not self.tracked(("**", *(f"!{one}" for one in on.paths_ignore))):
            return "its paths-ignore filter matches every tracked file"
        return ""

    def _after(self, on: On, depth: int) -> Iterator[Start]:
        """After another workflow: the events of that one. One we do not have may run on anything."""
        upstream = [path for name in on.workflows for path in self._names.get(name, ())]
        if not upstream:
            world = World(Event.DEFAULT, on.name, self._ground.default)
            yield Start(world, on.line, certain=False, note="after a workflow that is not in this repository")
        for path in upstream if depth < MAX_CHAIN else ():
            for start in self._both(path, self._workflows[path], depth + 1)[0]:
                world = start.world._replace(name=on.name, origin=start.world.name)
                if branches.passes(on, world.branch or branches.CHANGE):
                    yield Start(world, on.line, start.certain, start.note or f"after {path}")


def _distinct(found: list[Start]) -> list[Start]:
    """One start per world, the certain one first."""
    best: dict[World, Start] = {}
    for start in found:
        known = best.get(start.world)
        if known is None or (start.certain and not known.certain):
            best[start.world] = start
    return list(best.values())[:MAX_STARTS]
