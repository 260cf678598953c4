"""The names of CI jobs that run a plan: what the scan found, as the host will call it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from maturity.core import registry
from maturity.core.pipeline import Job
from maturity.core.reader import MISTAKES, Reader
from maturity.core.scoring import Judged
from maturity.core.source import Source
from maturity.core.tree import Tree

CRITERION = "plan_on_pull_request"
MOST_FILES = 20
MOST_JOBS = 100
MOST_BYTES = 1_000_000
_KEY = re.compile(r"([^\s#\-:][^:]{0,200}):(?:\s|\Z)")


def plan_jobs(tree: Tree, judged: Iterable[Judged]) -> list[str]:
    """Of the jobs in which the lines lie that the criterion names as evidence: identifiers and names."""
    readers = registry.load("maturity.core.ci", "reader")
    lines: dict[str, set[int]] = {}
    for source in _evidence(judged):
        if any(reader.wants(source.path) for reader in readers):
            lines.setdefault(source.path, set()).add(source.line)
    blobs = {
        entry.blob: entry.path for entry in tree.entries()
        if entry.path in lines and entry.size <= MOST_BYTES
    }  # fmt: skip
    found: dict[str, None] = {}
    for blob, content in tree.read(list(blobs)[:MOST_FILES]):
        path = blobs[blob]
        jobs = [job for reader in readers if reader.wants(path) for job in _jobs(reader, path, content)]
        found |= dict.fromkeys(_names(jobs, lines[path]))
    return list(found)[:MOST_JOBS]


def _evidence(judged: Iterable[Judged]) -> Iterator[Source]:
    for one in judged:
        if one.criterion == CRITERION:
            yield from one.finding.evidence
            for stack in one.stacks:
                yield from stack.finding.evidence


def _jobs(reader: Reader[Any], path: str, content: bytes) -> Sequence[Job]:
    try:
        found = reader.read(path, content)
    except (ValueError, *MISTAKES):
        return ()
    return getattr(found, "jobs", ()) or _top_level(content)


def _top_level(content: bytes) -> Sequence[Job]:
    """GitLab's jobs are known only once everything is merged; in the file they are the keys at its edge."""
    lines = content.decode("utf-8", "replace").splitlines()
    keys = ((_KEY.match(line), number) for number, line in enumerate(lines, 1))
    return [Job(id=key[1].strip("\"'"), line=number) for key, number in keys if key]


def _names(jobs: Sequence[Job], lines: Iterable[int]) -> Iterator[str]:
    for line in sorted(lines):
        above = [job for job in jobs if job.line <= line]
        if above:
            job = max(above, key=lambda one: one.line)
            # A name that is put together when it runs cannot be known: GitHub then shows it filled in.
            names = (name[:200] for name in (job.id, job.name) if name and "${{" not in name)
            yield from (name for name in names if not name.startswith("."))
