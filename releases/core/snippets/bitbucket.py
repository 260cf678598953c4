"""Bitbucket Pipelines: lines of the script of the step that deploys."""

from __future__ import annotations

from maturity.core.fixes.jobs import indent
from releases.core.snippets._script import Ci, ask, tell
from releases.core.snippets._way import Snippet, Way, Written

_CI = Ci(
    version="$BITBUCKET_TAG", run="$BITBUCKET_STEP_UUID",
    page="$BITBUCKET_GIT_HTTP_ORIGIN/pipelines/results/$BITBUCKET_BUILD_NUMBER",
    commit="$BITBUCKET_COMMIT",
)  # fmt: skip


def _write(way: Way) -> Written:
    head = "# Repository settings > Repository variables: RUNGS_TOKEN, secured"
    before = [head, "- |", *indent(ask(way, _CI), 2), ""]
    stage, after = (["- |", *indent(tell(way, _CI, where), 2), ""] for where in ("stage", "prod"))
    return Written(
        path="bitbucket-pipelines.yml", stage="\n".join(stage), before="\n".join(before),
        after="\n".join(after),
    )  # fmt: skip


snippet = Snippet(name="bitbucket", label="Bitbucket Pipelines", write=_write)
