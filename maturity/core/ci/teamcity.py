"""TeamCity: the command-line steps of `.teamcity/*.kts`; what is not a plain script is not read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from maturity.core.ci._calls import Call, Token, parse
from maturity.core.ci._jobs import reach_both
from maturity.core.facts.repository_name import RepositoryName
from maturity.core.files import Files
from maturity.core.linking.places import inside
from maturity.core.linking.reached import Reached
from maturity.core.pipeline import Delegated, Event, Job, Step, Trigger, Workflow
from maturity.core.reader import Reader

SYSTEM = "teamcity"
_PATH = re.compile(r"\.teamcity/(?:[^/]+/)*[^/]+\.kts?")
_STARTS = {
    "vcs": (Event.DEFAULT, Event.BRANCH),
    "schedule": (Event.SCHEDULE,),
    "finishBuildTrigger": (Event.CALLED,),
}
_DOLLAR = re.compile(r"\$\{'\$'\}|\$\{\"\$\"\}")


class TeamCityProject(Workflow, frozen=True, kw_only=True):
    pass


def read(path: str, data: bytes) -> TeamCityProject | None:
    calls = parse(data.decode("utf-8", "replace"))
    builds = [call for call in _all(calls) if any(token.value == "BuildType" for token in call.args)]
    jobs = tuple(job for build in builds for job in _job(build))
    if not jobs:
        return None
    events = {event for job in jobs for event in job.events or ()}
    triggers = tuple(Trigger(event=event, line=1) for event in Event if event in events)
    return TeamCityProject(system=SYSTEM, jobs=jobs, triggers=triggers)


reader = Reader(
    "teamcity", 1, TeamCityProject, lambda path: _PATH.fullmatch(path) is not None, read, ends=(".kt", ".kts")
)


def reach(
    path: str, workflow: TeamCityProject, files: Files, here: RepositoryName | None = None
) -> Iterator[Reached | Delegated]:
    yield from reach_both(path, workflow, files)


def _all(calls: Iterable[Call]) -> Iterator[Call]:
    for call in calls:
        yield call
        yield from _all(call.block)


def _job(build: Call) -> Iterator[Job]:
    """A build type with its scripts, under its own triggers; without any something else starts it."""
    inside_it = list(_all(build.block))
    steps = tuple(step for call in inside_it if call.name == "script" for step in _step(call))
    events: set[Event] = set()
    for holder in inside_it:
        if holder.name == "triggers":
            events |= {event for one in holder.block for event in _STARTS.get(one.name, ())}
    if any(call.name == "pullRequests" for call in inside_it):
        events.add(Event.PULL_REQUEST)
    name = next((token.value for token in build.args if token.kind == "word"), "build")
    if steps:
        yield Job(id=name, line=build.line, steps=steps, events=frozenset(events or {Event.CALLED}))


def _step(call: Call) -> Iterator[Step]:
    script = _set(call.block, "scriptContent")
    if script is not None:
        folder = _set(call.block, "workingDir")
        cwd = inside("", folder.value) if folder is not None else ""
        text = _DOLLAR.sub("$", script.value)
        yield Step(line=call.line, run=text, run_line=script.line, cwd="$PWD" if cwd is None else cwd)


def _set(calls: Iterable[Call], name: str) -> Token | None:
    """The text of `name = "…"`."""
    for call in calls:
        if (
            call.name == name
            and len(call.args) > 1
            and call.args[0].value == "="
            and call.args[1].kind == "text"
        ):
            return call.args[1]
    return None
