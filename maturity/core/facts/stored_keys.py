"""Cloud keys that somebody stored in the CI system and the pipeline files hand on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from maturity.core import registry
from maturity.core.files import Files
from maturity.core.paths import is_sample
from maturity.core.pipeline import Job, Workflow
from maturity.core.source import Source

# A name that holds a long-lived key, as a variable or as an input of a public action.
_KEY = re.compile(
    r"(?:aws[-_]secret[-_]access[-_]key|arm[-_]client[-_]secret|azure[-_]credentials|creds|credentials[-_]json"
    r"|google[-_](?:application[-_])?credentials|gcp[-_]sa[-_]key|service[-_]account[-_]key)",
    re.IGNORECASE,
)


class StoredKeys(Struct, frozen=True):
    """places: the steps, jobs and workflows that are given one. What only the server knows is not seen."""

    places: tuple[Source, ...] = ()


def collect(files: Files) -> StoredKeys:
    found: list[Source] = []
    for reader in registry.load("maturity.core.ci", "reader"):
        for path, workflow in files.of(reader.produces).items():
            if isinstance(workflow, Workflow) and not is_sample(path):
                found += [Source(path, line) for line in _lines(workflow)]
    return StoredKeys(tuple(dict.fromkeys(found)))


def _lines(workflow: Workflow) -> Iterator[int]:
    if _holds(workflow.env):
        yield 1
    for job in workflow.jobs:
        yield from _of_job(job)


def _of_job(job: Job) -> Iterator[int]:
    if _holds(job.env) or _holds(job.inputs):
        yield job.line
    for step in job.steps:
        if _holds(step.env) or _holds(step.inputs):
            yield step.line


def _holds(values: Mapping[str, str]) -> bool:
    return any(value and _KEY.fullmatch(name) for name, value in values.items())
