"""Jobs as Bitbucket Pipelines."""

from __future__ import annotations

import shlex

from maturity.core.fixes.jobs import Job, When, indent, quoted, sign_in, slug

SYSTEM = "bitbucket-pipelines"


def render(name: str, jobs: tuple[Job, ...], default_branch: str) -> tuple[str, str]:
    lines = ["pipelines:", *indent(_section(name, jobs[0].when, default_branch), 2)]
    for job in jobs:
        for directory in job.shown:
            lines += indent(_step(job, directory), 6)
    return "bitbucket-pipelines.yml", "\n".join(lines) + "\n"


def _section(name: str, when: When, branch: str) -> list[str]:
    if when is When.PULL_REQUEST:
        return ["pull-requests:", "  '**':"]
    if when is When.MERGE:
        return ["branches:", f"  {branch}:"]
    return ["# Repository settings > Schedules: run this one every morning.", "custom:", f"  {slug(name)}:"]


def _step(job: Job, directory: str) -> list[str]:
    lines = ["- step:", f"    name: {slug(job.id, directory)}", f"    image: {job.image}"]
    if job.approval:
        lines.append(f"    deployment: {job.approval}")  # the first step cannot wait for a person
    if job.cloud:
        lines.append("    oidc: true")
    enter = (f"cd {shlex.quote(directory)}",) if directory else ()
    script = (*sign_in(job, "$BITBUCKET_STEP_OIDC_TOKEN"), *enter, *job.script)
    lines.append("    script:")
    if any(line.startswith((" ", "case ")) for line in script):
        return [*lines, "      - |", *indent(script, 8)]
    return [*lines, *(f"      - {quoted(line)}" if ": " in line else f"      - {line}" for line in script)]
