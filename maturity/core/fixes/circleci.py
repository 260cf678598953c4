"""Jobs as a CircleCI configuration."""

from __future__ import annotations

import json

from maturity.core.fixes.jobs import Job, When, indent, sign_in, slug

SYSTEM = "circleci"


def render(name: str, jobs: tuple[Job, ...], default_branch: str) -> tuple[str, str]:
    each = [(slug(job.id, directory), job, directory) for job in jobs for directory in job.shown]
    lines = ["version: 2.1", "jobs:"]
    for key, job, directory in each:
        lines += indent(_job(key, job, directory), 2)
    lines += [
        "workflows:",
        f"  {slug(name)}:",
        *indent(_schedule(jobs[0].when, default_branch), 4),
        "    jobs:",
    ]
    for key, job, _ in each:
        lines += indent(_use(key, job, default_branch), 6)
    return ".circleci/config.yml", "\n".join(lines) + "\n"


def _job(key: str, job: Job, directory: str) -> list[str]:
    lines = [f"{key}:", "  docker:", f"    - image: {job.image}"]
    if directory:
        lines.append(f"  working_directory: {json.dumps('~/project/' + directory)}")
    lines += [
        "  steps:",
        "    - checkout:",
        "        path: ~/project",
        "    - run:",
        f"        name: {job.id}",
    ]
    return [*lines, "        command: |", *indent([*sign_in(job, "$CIRCLE_OIDC_TOKEN_V2"), *job.script], 10)]


def _schedule(when: When, branch: str) -> list[str]:
    if when is not When.DAILY:
        return []
    return [
        "triggers:", "  - schedule:", '      cron: "17 6 * * *"', "      filters:", "        branches:",
        f"          only: {branch}",
    ]  # fmt: skip


def _use(key: str, job: Job, branch: str) -> list[str]:
    only = ["filters:", "  branches:", f"    only: {branch}"]
    if job.when is not When.MERGE:
        return [f"- {key}"]
    if not job.approval:
        return [f"- {key}:", *indent(only, 4)]
    hold = f"release-{key}"
    return [
        f"- {hold}:", "    type: approval", *indent(only, 4),
        f"- {key}:", f"    requires: [{hold}]", f"    serial-group: {key}", *indent(only, 4),
    ]  # fmt: skip
