"""Jobs as one GitHub Actions workflow."""

from __future__ import annotations

import json

from maturity.core.fixes.jobs import Job, When, indent, slug, title
from maturity.core.fixes.tooling import CREDENTIALS, tool

SYSTEM = "github-actions"


def render(name: str, jobs: tuple[Job, ...], default_branch: str) -> tuple[str, str]:
    """(path, text) of a workflow whose jobs all start on the same event."""
    lines = [f"name: {title(name)}", "on:", *indent(_trigger(jobs[0].when, default_branch), 2)]
    lines += ["permissions:", *indent(_permissions(jobs), 2), "jobs:"]
    for job in jobs:
        lines += indent(_job(job), 2)
    return f".github/workflows/{slug(name)}.yml", "\n".join(lines) + "\n"


def _trigger(when: When, default_branch: str) -> list[str]:
    if when is When.PULL_REQUEST:
        return ["pull_request:"]
    if when is When.MERGE:
        return ["push:", f"  branches: [{default_branch}]"]
    return ["schedule:", '  - cron: "17 6 * * *"', "workflow_dispatch:"]


def _permissions(jobs: tuple[Job, ...]) -> list[str]:
    wanted = ["contents: read"]
    if any(job.cloud for job in jobs):
        wanted.append("id-token: write")
    if any(job.shows for job in jobs):
        wanted.append("pull-requests: write")
    if any(job.issue for job in jobs):
        wanted.append("issues: write")
    return wanted


def _job(job: Job) -> list[str]:
    lines = [f"{job.id}:", "  runs-on: ubuntu-latest"]
    if job.approval:
        lines.append(f"  environment: {job.approval}")
    if job.when is When.MERGE:
        lines += [
            "  concurrency:",
            f"    group: {job.id}-${{{{ matrix.stack }}}}",
            "    cancel-in-progress: false",
        ]
    lines += ["  strategy:", "    fail-fast: false", "    matrix:", f"      stack: {_stacks(job)}"]
    if job.left_out:
        lines.append(f"      # and {job.left_out} more stacks: list them here")
    lines += ["  defaults:", "    run:", "      shell: bash", "      working-directory: ${{ matrix.stack }}"]
    lines += ["  steps:", *indent(_steps(job), 4)]
    return lines


def _stacks(job: Job) -> str:
    return json.dumps([directory or "." for directory in job.shown])


def _steps(job: Job) -> list[str]:
    steps = ["- uses: actions/checkout@v4"]
    if job.tool:
        steps += tool(job.tool).setup
    steps += [line.replace("%s", job.role) for line in CREDENTIALS.get(job.cloud, ())]
    if not job.tool:
        steps += [f"- run: {line}" for line in job.install]
    steps += _issue(job) if job.issue else _run(job.script)
    if job.shows:
        steps += [
            "- uses: marocchino/sticky-pull-request-comment@v2",
            "  with:",
            "    header: ${{ matrix.stack }}",
            f"    path: ${{{{ matrix.stack }}}}/{job.shows}",
        ]
    return steps


def _run(script: tuple[str, ...]) -> list[str]:
    if len(script) == 1 and ": " not in script[0] and " #" not in script[0]:
        return [f"- run: {script[0]}"]
    return ["- run: |", *indent(script, 4)]


def _issue(job: Job) -> list[str]:
    return [
        "- env:",
        "    GH_TOKEN: ${{ github.token }}",
        f"    TITLE: {job.issue} in ${{{{ matrix.stack }}}}",
        "    RUN: ${{ github.server_url }}/${{ github.repository }}/actions/runs/${{ github.run_id }}",
        "  run: |",
        *indent(job.script, 4),
    ]
