"""Pulumi: every Pulumi.<stack>.yaml beside a Pulumi.yaml, or the project alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from maturity.core.facts.stack import Backend, Stack
from maturity.core.files import Files
from maturity.core.paths import environment, folder
from maturity.core.readers.ci_variables import CiVariables
from maturity.core.readers.pulumi import PulumiFile, role_of, stack_name
from maturity.core.readers.script import Script
from maturity.core.source import Source
from maturity.core.stacks._places import environment_of, is_live, nearest

_ORGANISED = re.compile(r"(?!organization/)[A-Za-z][\w.-]{0,60}/[\w./${}-]{1,120}$")
_CLOUD = "Pulumi Cloud, which locks by itself"


def stacks(files: Files) -> list[Stack]:
    seen = {path: one for path, one in files.of(PulumiFile).items() if is_live(path, files)}
    projects = {folder(path): path for path, one in seen.items() if role_of(path) == "project"}
    found = [
        Stack(
            directory=place,
            tool="pulumi",
            at=Source(path),
            name=f"{seen[projects[place]].name or place}/{stack_name(path)}",
            environment=environment(stack_name(path)) or environment_of(place),
            resources=seen[projects[place]].resources,
            backend=_backend(files, projects[place], seen[projects[place]]),
        )
        for path, one in seen.items()
        if role_of(path) == "stack" and (place := nearest(projects, folder(path))) is not None
    ]
    return found + [
        Stack(
            directory=place,
            tool="pulumi",
            at=Source(path, seen[path].line),
            name=seen[path].name,
            environment=environment_of(place),
            resources=seen[path].resources,
            backend=_backend(files, path, seen[path]),
        )
        for place, path in projects.items()
        if place not in {stack.directory for stack in found}
    ]


def _backend(files: Files, path: str, project: PulumiFile) -> Backend:
    """What the project names, else what CI logs in to; a store of files is locked by Pulumi itself."""
    if project.backend:
        at = Source(path, project.backend_line)
        kind = project.backend.partition(":")[0]
        if kind == "file":
            return Backend("local", at, locking=False, locking_at=at)
        return Backend("pulumi", at, locking=True, locking_at=at, note=project.backend)
    given = _given_by_ci(files)
    if url := given.get("PULUMI_BACKEND_URL"):
        return Backend("pulumi", url, partial=True, note="the address comes from a variable of the pipeline")
    if token := given.get("PULUMI_ACCESS_TOKEN"):
        return Backend("pulumi", token, locking=True, locking_at=token, note=_CLOUD)
    if qualified := _qualified(files):
        return Backend("pulumi", qualified, locking=True, locking_at=qualified, note=_CLOUD)
    note = "Pulumi.yaml names no backend: it depends on where `pulumi login` goes"
    return Backend("pulumi", Source(path, project.line), partial=True, note=note)


def _qualified(files: Files) -> Source | None:
    """Where a stack is named with its organisation: only Pulumi Cloud has others than "organization"."""
    for path, script in files.of(Script).items():
        for command in script.commands:
            if command.words[:1] == ("pulumi",) and any(map(_ORGANISED.match, _stacks_named(command.words))):
                return Source(path, command.line + 1)
    return None


def _stacks_named(words: Sequence[str]) -> Iterable[str]:
    for word, following in zip(words, (*words[1:], ""), strict=True):
        if word in ("-s", "--stack", "select"):
            yield following
        elif word.startswith("--stack="):
            yield word.partition("=")[2]


def _given_by_ci(files: Files) -> dict[str, Source]:
    """Where pipelines set the two variables that decide; a backend of files is for their tests."""
    found: dict[str, Source] = {}
    for path, variables in files.of(CiVariables).items():
        for one in variables.lines:
            if not one.value.startswith("file:"):
                found.setdefault(one.name, Source(path, one.line))
    return found
