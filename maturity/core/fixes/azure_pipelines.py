"""Jobs as an Azure Pipelines file of their own."""

from __future__ import annotations

from maturity.core.fixes.jobs import Job, When, indent, quoted, slug, title
from maturity.core.fixes.tooling import tool

SYSTEM = "azure-pipelines"


def render(name: str, jobs: tuple[Job, ...], default_branch: str) -> tuple[str, str]:
    lines = [*_trigger(jobs[0].when, default_branch), "", "pool:", "  vmImage: ubuntu-latest", "", "jobs:"]
    for job in jobs:
        for directory in job.shown:
            lines += indent(_job(job, directory), 2)
    return f"azure-pipelines-{slug(name)}.yml", "\n".join(lines) + "\n"


def _trigger(when: When, branch: str) -> list[str]:
    if when is When.PULL_REQUEST:
        return ["trigger: none", "pr:", "  branches:", "    include:", f"      - {branch}"]
    if when is When.MERGE:
        return ["trigger:", "  branches:", "    include:", f"      - {branch}", "pr: none"]
    return [
        "trigger: none", "pr: none", "schedules:", '  - cron: "17 6 * * *"', "    displayName: Every morning",
        "    branches:", "      include:", f"        - {branch}", "    always: true",
    ]  # fmt: skip


def _job(job: Job, directory: str) -> list[str]:
    key = slug(job.id, directory).replace("-", "_")
    steps = ["- checkout: self"]
    steps += [f"- script: {line}" for line in (tool(job.tool).install if job.tool else job.install)]
    steps += ["- bash: |", "    set -eo pipefail", *indent(job.script, 4)]
    if directory:
        steps.append(f"  workingDirectory: {quoted(directory)}")
    steps.append(f"  displayName: {title(job.id)}")
    if not job.approval:
        return [f"- job: {key}", "  steps:", *indent(steps, 4)]
    return [
        f"- deployment: {key}",
        f"  environment: {job.approval}",
        "  strategy:",
        "    runOnce:",
        "      deploy:",
        "        steps:",
        *indent(steps, 10),
    ]
