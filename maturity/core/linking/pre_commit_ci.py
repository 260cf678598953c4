"""pre-commit.ci: a `ci:` block speaks to the service that runs the hooks on every change."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.core.files import Files
from maturity.core.linking.reached import Reached
from maturity.core.pipeline import Context, Event, Shell, Step
from maturity.core.readers.pre_commit import PreCommit

_EVENTS = frozenset({Event.PULL_REQUEST, Event.DEFAULT})


def reach(files: Files) -> Iterator[Reached]:
    """The one step the service runs, without the hooks it is told to skip."""
    for path, found in files.of(PreCommit).items():
        if "/" in path or not found.has_ci:
            continue
        step = Step(
            line=found.ci_line, run="pre-commit run --all-files", run_line=found.ci_line, shell=Shell.ERREXIT
        )
        yield Reached(
            step=step,
            path=path,
            context=Context(system="pre-commit.ci", workflow=path, job="pre-commit.ci"),
            events=_EVENTS,
            run=step.run,
            env={"SKIP": ",".join(found.ci_skip)},
            siblings=(step,),
            note="the `ci:` block speaks to pre-commit.ci",
        )
