"""Bitbucket Pipelines: one step for one stack; its schedule is set up on the server."""

from __future__ import annotations

import shlex

from maturity.core.fixes.jobs import Job, When, indent, sign_in, slug
from maturity.core.fixes.tooling import tool
from maturity.core.snippets._place import Place, Snippet, Written
from maturity.core.snippets._script import GET_CURL, Ci, plan_and_send, send_applied

_CI = Ci(
    commit="$BITBUCKET_COMMIT", pull="BITBUCKET_PR_ID", branch="$BITBUCKET_BRANCH",
    run="$BITBUCKET_STEP_UUID",
    page="$BITBUCKET_GIT_HTTP_ORIGIN/pipelines/results/$BITBUCKET_BUILD_NUMBER",
)  # fmt: skip


def _write(place: Place) -> Written:
    key = slug("rungs", place.directory, place.workspace)
    enter = (f"cd {shlex.quote(place.directory)}",) if place.directory else ()
    signing = sign_in(
        Job(id=key, when=When.DAILY, script=(), cloud=place.cloud), "$BITBUCKET_STEP_OIDC_TOKEN"
    )
    step = [
        f"- step: &{key}",
        f"    name: {key}",
        f"    image: {tool(place.tool).image}",
        *(["    oidc: true"] if place.cloud else []),
        "    script:",
        "      - |",
        *indent(["set -e", GET_CURL, *signing, *enter, *plan_and_send(place, _CI)], 8),
    ]
    lines = [
        "# Repository settings > Repository variables: RUNGS_TOKEN, secured",
        f"# Pipelines > Schedules: {key}, every morning, on {place.default_branch}",
        "pipelines:",
        "  custom:",
        f"    {key}:",
        *indent(step, 6),
        "  pull-requests:",
        "    '**':",
        f"      - step: *{key}",
        "",
    ]
    after = ["- |", *indent([*enter, *send_applied(place, _CI)], 2), ""]
    return Written(path="bitbucket-pipelines.yml", text="\n".join(lines), after="\n".join(after))


snippet = Snippet(name="bitbucket", label="Bitbucket Pipelines", files="bitbucket-pipelines", write=_write)
