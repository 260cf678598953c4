"""What a workflow written in a test would run."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent

from maturity.core.ci.github_actions import GitHubWorkflow, idle, reach
from maturity.core.facts.repository_name import RepositoryName
from maturity.core.files import Files
from maturity.core.linking.reached import Reached
from maturity.core.pipeline import Delegated, Event
from maturity.core.tree import MemoryTree

PATH = ".github/workflows/ci.yml"
OURS = RepositoryName("ours/infra", "main")


def files_of(workflow: str, others: Mapping[str, str] | None = None) -> Files:
    texts = {PATH: workflow, "infra/main.tf": "", **(others or {})}
    return Files(MemoryTree({path: dedent(text) for path, text in texts.items()}))


def link(
    workflow: str, others: Mapping[str, str] | None = None, here: RepositoryName | None = None
) -> list[Reached | Delegated]:
    files = files_of(workflow, others)
    return list(reach(PATH, files.of(GitHubWorkflow)[PATH], files, here))


def steps(
    workflow: str, others: Mapping[str, str] | None = None, here: RepositoryName | None = None
) -> list[Reached]:
    return [one for one in link(workflow, others, here) if isinstance(one, Reached)]


def outside(workflow: str, others: Mapping[str, str] | None = None) -> list[Delegated]:
    return [one for one in link(workflow, others) if isinstance(one, Delegated)]


def certain(
    workflow: str, others: Mapping[str, str] | None = None, here: RepositoryName | None = None
) -> dict[str, set[Event]]:
    """What each step runs or uses -> the events that certainly reach it."""
    return _events(steps(workflow, others, here), certain=True)


def perhaps(
    workflow: str, others: Mapping[str, str] | None = None, here: RepositoryName | None = None
) -> dict[str, set[Event]]:
    return _events(steps(workflow, others, here), certain=False)


def reasons(workflow: str, others: Mapping[str, str] | None = None) -> list[str]:
    """Why triggers and jobs of the workflow never take effect."""
    files = files_of(workflow, others)
    return [one.reason for one in idle(PATH, files.of(GitHubWorkflow)[PATH], files)]


def job(body: str, on: str = "[push, pull_request]", name: str = "plan") -> str:
    """A workflow of one job that runs `plan`; `body` is indented under the job."""
    inside = "".join(f"    {line}\n" for line in dedent(body).strip().splitlines())
    steps = f"    steps:\n      - run: {name}\n"
    return f"on: {on}\njobs:\n  {name}:\n    runs-on: ubuntu-latest\n{inside}{steps}"


def _events(found: list[Reached], *, certain: bool) -> dict[str, set[Event]]:
    events: dict[str, set[Event]] = {}
    for one in found:
        if one.certain is certain:
            events.setdefault(one.run.strip() or one.step.uses, set()).update(one.events)
    return events
