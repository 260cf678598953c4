"""What the pipelines of a repository do, and when."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterable, Sequence
from functools import cache, cached_property, lru_cache
from typing import Any

from msgspec import Struct

from maturity.core import paths, registry
from maturity.core.facts.repository_name import RepositoryName
from maturity.core.facts.stack import Stack
from maturity.core.files import Files
from maturity.core.linking import pre_commit_ci
from maturity.core.linking.follow import follow
from maturity.core.linking.outside import may_do
from maturity.core.linking.reached import Idle
from maturity.core.pipeline import BEFORE_MERGE, Act, Activity, Delegated, Event, Workflow
from maturity.core.reader import MISTAKES
from maturity.core.tree import Skipped

AFTER_MERGE = frozenset({Event.DEFAULT, Event.TAG})
MAX_ACTIVITIES = 50_000
_TEMPLATES = re.compile(r"-templates?/")


class PipelineFile(Struct, frozen=True, kw_only=True):
    """One file a CI system starts.

    events    what starts it, as far as the file tells
    branches  its filters name, "main" first when it is there
    idle      jobs and triggers that never take effect, and why
    """

    path: str
    system: str
    name: str = ""
    events: frozenset[Event] = frozenset()
    branches: tuple[str, ...] = ()
    crons: tuple[str, ...] = ()
    idle: tuple[Idle, ...] = ()


class Pipelines(Struct, frozen=True, dict=True):
    """Everything reached from a trigger.

    unreadable  pipeline files that could not be read: what they do is unknown
    away        GitLab pipelines that are not at the top: only a setting of the project starts one
    """

    activities: tuple[Activity, ...] = ()
    delegated: tuple[Delegated, ...] = ()
    workflows: tuple[PipelineFile, ...] = ()
    unreadable: tuple[Skipped, ...] = ()
    away: tuple[str, ...] = ()

    @cached_property
    def _by_act(self) -> dict[Act, list[Activity]]:
        """Asked once per stack and criterion, so looked through once only."""
        found: dict[Act, list[Activity]] = {}
        for one in self.activities:
            found.setdefault(one.act, []).append(one)
        return found

    @cached_property
    def _might(self) -> dict[tuple[Act, frozenset[Event]], list[Delegated]]:
        return {}

    def doing(self, *acts: Act) -> list[Activity]:
        if len(acts) == 1:
            return list(self._by_act.get(acts[0], ()))
        return [one for one in self.activities if one.act in acts]

    def before_merge(self, *acts: Act) -> list[Activity]:
        return self._on(BEFORE_MERGE, acts)

    def after_merge(self, *acts: Act) -> list[Activity]:
        return self._on(AFTER_MERGE, acts)

    def scheduled(self, *acts: Act) -> list[Activity]:
        return self._on({Event.SCHEDULE}, acts)

    def for_stack(self, stack: Stack, activities: Iterable[Activity]) -> list[Activity]:
        """Those that may concern the stack: in its folder, above it, or in one known only at run time."""
        return [one for one in activities if covers(one.directory, stack.directory)]

    def delegated_that_might(self, act: Act, events: Collection[Event]) -> list[Delegated]:
        """What lies outside and may do it, on one of the events.

        A name that tells nothing ("ci.yml", a whole library) may do anything.
        """
        asked = (act, frozenset(events))
        if asked not in self._might:
            self._might[asked] = [one for one in self.delegated if one.events & asked[1] and may_do(one, act)]
        return self._might[asked]

    def _on(self, events: Collection[Event], acts: Sequence[Act]) -> list[Activity]:
        wanted = set(events)
        return [one for one in self.activities if one.act in acts and one.events & wanted]


def covers(directory: str | None, stack: str) -> bool:
    """Whether work in `directory` reaches a stack in folder `stack`: at it or above it."""
    if directory is None or directory == "":
        return True
    return stack == directory or stack.startswith(f"{directory}/")


@lru_cache(maxsize=65536)
def covering(stack: str) -> frozenset[str | None]:
    """Every directory that `covers` the stack."""
    found: set[str | None] = {None, ""}
    while stack:
        found.add(stack)
        stack = stack.rpartition("/")[0]
    return frozenset(found)


def collect(files: Files, here: RepositoryName) -> Pipelines:
    activities: list[Activity] = []
    delegated: list[Delegated] = []
    workflows: list[PipelineFile] = []
    failed: list[Skipped] = []
    for reader, reach, idle in _systems():
        for path, workflow in files.of(reader.produces).items():
            if _is_sample(path) or len(activities) > MAX_ACTIVITIES:
                continue
            try:
                followed = follow(reach(path, workflow, files, here), files)
                unused = tuple(idle(path, workflow, files, here)) if idle else ()
            except MISTAKES as error:
                why = f"Rungs failed to follow this: {type(error).__name__}: {error}"
                failed.append(Skipped(path, why[:300]))
                continue
            activities += followed.activities
            delegated += followed.delegated
            if workflow.triggers or followed.activities or followed.delegated:
                workflows.append(_summary(path, workflow, unused))
    service = follow(pre_commit_ci.reach(files), files)
    followed_files = {one.path for one in workflows}
    away = (path for path in files.ending("/.gitlab-ci.yml") if not _is_sample(path))
    return Pipelines(
        (*activities, *service.activities), tuple(delegated), tuple(workflows),
        (*_unreadable(files), *failed),
        tuple(path for path in away if path not in followed_files),
    )  # fmt: skip


def _is_sample(path: str) -> bool:
    """Also under "pipeline-templates": the pipelines of repositories that are yet to be made."""
    return paths.is_sample(path) or _TEMPLATES.search(path) is not None


@cache
def _systems() -> tuple[tuple[Any, Any, Any], ...]:
    """Reader, `reach` and (where it has one) `idle` of every CI system."""
    package = "maturity.core.ci"
    readers, reaches = registry.load(package, "reader"), registry.load(package, "reach")
    idles = [getattr(sys.modules[reach.__module__], "idle", None) for reach in reaches]
    return tuple(zip(readers, reaches, idles, strict=True))


def _summary(path: str, workflow: Workflow, idle: Iterable[Idle]) -> PipelineFile:
    triggers = (*workflow.triggers, *getattr(workflow, "on", ()))
    branches = [branch for trigger in triggers for branch in trigger.branches or ()]
    return PipelineFile(
        path=path, system=workflow.system, name=workflow.name, idle=tuple(idle),
        events=frozenset(trigger.event for trigger in workflow.triggers),
        branches=tuple(sorted(set(branches), key=lambda name: (name != "main", name))),
        crons=tuple(dict.fromkeys(trigger.cron for trigger in triggers if trigger.cron)),
    )  # fmt: skip


def _unreadable(files: Files) -> tuple[Skipped, ...]:
    """Only the files some CI system wanted."""
    readers = [reader for reader, _, _ in _systems()]
    return tuple(
        Skipped(path, one.reason)
        for path, one in files.unreadable.items()
        if any(reader.wants(path) for reader in readers)
    )
