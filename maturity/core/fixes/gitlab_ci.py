"""Jobs as GitLab CI."""

from __future__ import annotations

import shlex

from maturity.core.fixes.jobs import Job, When, indent, quoted, sign_in, slug

SYSTEM = "gitlab-ci"
_RULES = {
    When.PULL_REQUEST: '$CI_PIPELINE_SOURCE == "merge_request_event"',
    When.MERGE: '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH && $CI_PIPELINE_SOURCE == "push"',
    When.DAILY: '$CI_PIPELINE_SOURCE == "schedule"',
}


def render(name: str, jobs: tuple[Job, ...], default_branch: str) -> tuple[str, str]:
    lines = (
        []
        if jobs[0].when is not When.DAILY
        else ["# Build > Pipeline schedules: add one that runs every morning."]
    )
    lines += ["stages:", *(f"  - {stage}" for stage in dict.fromkeys(job.id for job in jobs))]
    for job in jobs:
        for directory in job.shown:
            lines += ["", *_job(job, directory)]
    return ".gitlab-ci.yml", "\n".join(lines) + "\n"


def _job(job: Job, directory: str) -> list[str]:
    lines = [
        f"{slug(job.id, directory)}:",
        f"  stage: {job.id}",
        "  image:",
        f"    name: {job.image}",
        '    entrypoint: [""]',
        "  rules:",
        f"    - if: {_RULES[job.when]}",
    ]
    if job.approval:
        lines.append("      when: manual")
    if job.when is When.MERGE:
        lines.append(f"  resource_group: {slug(job.id, directory)}")
    if job.cloud:
        lines += ["  id_tokens:", "    CLOUD_TOKEN:", "      aud: https://gitlab.com"]
    enter = (f"cd {shlex.quote(directory)}",) if directory else ()
    script = (*sign_in(job, "$CLOUD_TOKEN"), *enter, *job.script)
    lines += ["  script:", *indent(_script(script), 4)]
    if job.shows:
        path = f"{directory}/{job.shows}" if directory else job.shows
        lines += ["  artifacts:", "    expose_as: plan", "    paths:", f"      - {quoted(path)}"]
    return lines


def _script(script: tuple[str, ...]) -> list[str]:
    if any(line.startswith((" ", "case ", "esac")) for line in script):
        return ["- |", *indent(script, 2)]
    return [f"- {quoted(line)}" if _special(line) else f"- {line}" for line in script]


def _special(line: str) -> bool:
    return ": " in line or " #" in line or line[:1] in "[{*&!|>%@`\"'"
