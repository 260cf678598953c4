"""Writes jobs for the CI system a repository uses."""

from __future__ import annotations

from maturity.core.criterion import Fix
from maturity.core.facts.context import RepositoryContext
from maturity.core.fixes import (
    azure_pipelines,
    bitbucket_pipelines,
    circleci,
    github_actions,
    gitlab_ci,
    jenkins,
    shell,
)
from maturity.core.fixes.jobs import Job

_RENDERERS = {
    module.SYSTEM: module.render
    for module in (
        azure_pipelines, bitbucket_pipelines, circleci, github_actions, gitlab_ci, jenkins, shell,
    )
}  # fmt: skip


def pipeline(context: RepositoryContext, name: str, summary: str, *jobs: Job) -> Fix:
    """A fix that adds these jobs; all of them start on the same event."""
    system = context.system or github_actions.SYSTEM
    render = _RENDERERS.get(system, shell.render)
    path, content = render(name, jobs, context.default_branch)
    where = f"Merge this into {path}." if path in context.pipelines else f"Add {path}."
    return Fix(f"{summary} {where}", path, content)
