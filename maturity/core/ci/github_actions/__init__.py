"""GitHub Actions: `.github/workflows/*.yml`, followed the way GitHub would run them."""

from __future__ import annotations

from collections.abc import Iterable

from maturity.core.ci.github_actions.linker import linker
from maturity.core.ci.github_actions.read import read, wants
from maturity.core.ci.github_actions.shape import GitHubWorkflow
from maturity.core.facts.repository_name import RepositoryName
from maturity.core.files import Files
from maturity.core.linking.reached import Idle, Reached
from maturity.core.pipeline import Delegated
from maturity.core.reader import YAML, Reader

__all__ = ["GitHubWorkflow", "idle", "reach", "reader"]

reader = Reader("github_actions", 1, GitHubWorkflow, wants, read, ends=YAML)


def reach(
    path: str, workflow: GitHubWorkflow, files: Files, here: RepositoryName | None = None
) -> Iterable[Reached | Delegated]:
    """Every step some trigger of this workflow reaches, local reusable workflows and actions opened.

    `here` is what is known of the repository: without it a guard on its name is undecided
    and the default branch is guessed from the workflows themselves.
    """
    return linker(files, here).reach(path, workflow)


def idle(path: str, workflow: GitHubWorkflow, files: Files, here: RepositoryName | None = None) -> list[Idle]:
    """The triggers and jobs of this workflow that never take effect, and why."""
    return linker(files, here).idle(path, workflow)
