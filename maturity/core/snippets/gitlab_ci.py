"""GitLab CI: one job for one stack."""

from __future__ import annotations

import shlex

from maturity.core.fixes.jobs import Job, When, indent, quoted, sign_in, slug
from maturity.core.fixes.tooling import tool
from maturity.core.snippets._place import Place, Snippet, Written
from maturity.core.snippets._script import GET_CURL, Ci, plan_and_send, send_applied

_CI = Ci(
    commit="${CI_MERGE_REQUEST_SOURCE_BRANCH_SHA:-$CI_COMMIT_SHA}", pull="CI_MERGE_REQUEST_IID",
    branch="$CI_COMMIT_REF_NAME", run="$CI_JOB_ID", page="$CI_JOB_URL",
)  # fmt: skip


def _write(place: Place) -> Written:
    enter = (f"cd {shlex.quote(place.directory)}",) if place.directory else ()
    signing = sign_in(Job(id="rungs", when=When.DAILY, script=(), cloud=place.cloud), "$CLOUD_TOKEN")
    lines = [
        "# Settings > CI/CD > Variables: RUNGS_TOKEN, masked, and not protected: merge requests need it too",
        "# Build > Pipeline schedules: one every morning, on the default branch",
        f"{slug('rungs', place.directory, place.workspace)}:",
        "  image:",
        f"    name: {tool(place.tool).image}",
        '    entrypoint: [""]',
        "  rules:",
        '    - if: $CI_PIPELINE_SOURCE == "schedule"',
        '    - if: $CI_PIPELINE_SOURCE == "merge_request_event"',
        *_changes(place),
    ]
    if place.cloud:
        lines += ["  id_tokens:", "    CLOUD_TOKEN:", "      aud: https://gitlab.com"]
    lines += ["  script:", f"    - {GET_CURL}", "    - |"]
    lines += indent([*signing, *enter, *plan_and_send(place, _CI)], 6)
    after = [*enter, *send_applied(place, _CI)]
    path = ".gitlab-ci.yml"
    return Written(path=path, text="\n".join([*lines, ""]), after="\n".join(["- |", *indent(after, 2), ""]))


def _changes(place: Place) -> list[str]:
    if not place.directory:
        return []
    return ["      changes:", f"        - {quoted(f'{place.directory}/**/*')}"]


snippet = Snippet(name="gitlab-ci", label="GitLab CI", files=".gitlab-ci", write=_write)
