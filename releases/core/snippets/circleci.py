"""CircleCI: two steps of the job that deploys."""

from __future__ import annotations

from maturity.core.fixes.jobs import indent
from releases.core.snippets._script import Ci, ask, tell
from releases.core.snippets._way import Snippet, Way, Written

_CI = Ci(
    version="$CIRCLE_TAG", run="$CIRCLE_WORKFLOW_ID-$CIRCLE_BUILD_NUM", page="$CIRCLE_BUILD_URL",
    commit="$CIRCLE_SHA1",
)  # fmt: skip


def _write(way: Way) -> Written:
    before = [
        "# Project settings > Environment variables: RUNGS_TOKEN", "- run:", "    name: Ask Rungs",
        "    command: |", *indent(ask(way, _CI), 6), "",
    ]  # fmt: skip
    stage, after = (
        ["- run:", "    name: Tell Rungs", "    command: |", *indent(tell(way, _CI, where), 6), ""]
        for where in ("stage", "prod")
    )
    return Written(
        path=".circleci/config.yml", stage="\n".join(stage), before="\n".join(before),
        after="\n".join(after),
    )  # fmt: skip


snippet = Snippet(name="circleci", label="CircleCI", write=_write)
