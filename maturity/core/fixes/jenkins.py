"""Jobs as a declarative Jenkinsfile."""

from __future__ import annotations

from maturity.core.fixes.jobs import Job, When, indent, slug

SYSTEM = "jenkins"


def render(name: str, jobs: tuple[Job, ...], default_branch: str) -> tuple[str, str]:
    lines = ["pipeline {", "  agent none"]
    lines += ["  options { disableConcurrentBuilds() }"]
    if jobs[0].when is When.DAILY:
        lines += ["  triggers { cron('H 6 * * *') }"]
    lines += ["  stages {"]
    for job in jobs:
        for directory in job.shown:
            lines += indent(_stage(job, directory, default_branch), 4)
    return "Jenkinsfile", "\n".join([*lines, "  }", "}", ""])


def _stage(job: Job, directory: str, branch: str) -> list[str]:
    lines = [f"stage('{slug(job.id, directory)}') {{", f"  when {{ {_condition(job.when, branch)} }}"]
    if job.approval:
        lines.append(f"  input {{ message 'Apply to {job.approval}?' }}")
    lines += [f"  agent {{ docker {{ image '{job.image}'; args '--entrypoint=' }} }}", "  steps {"]
    shell = [
        "sh '''#!/bin/sh -e",
        *(line.replace("\\", "\\\\").replace("'''", '"""') for line in job.script),
        "'''",
    ]
    if directory:
        place = directory.replace("\\", "").replace("'", "")
        lines += indent([f"dir('{place}') {{", *indent(shell, 2), "}"], 4)
    else:
        lines += indent(shell, 4)
    return [*lines, "  }", "}"]


def _condition(when: When, branch: str) -> str:
    if when is When.PULL_REQUEST:
        return "changeRequest()"
    if when is When.MERGE:
        return f"branch '{branch}'"
    return "triggeredBy 'TimerTrigger'"
