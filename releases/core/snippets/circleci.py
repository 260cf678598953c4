"""CircleCI: two steps of the job that deploys."""

from __future__ import annotations

from maturity.core.fixes.jobs import indent
from releases.core.snippets._script import Ci, ask, tell
from releases.core.snippets._way import Snippet, Way, Written

_CI = Ci(
    version="$CIRCLE_TAG", run="$CIRCLE_WORKFLOW_ID-$CIRCLE_BUILD_NUM", page="$CIRCLE_BUILD_URL"
)  # fmt: skip


def _write(way: Way) -> Written:
    before = [
        "# Project settings > Environment variables: RUNGS_TOKEN", "- run:", "    name: Ask Rungs",
        "    command: |", *indent(ask(way, _CI), 6), "",
    ]  # fmt: skip
    after = ["- run:", "    name: Tell Rungs", "    command: |", *indent(tell(way, _CI), 6), ""]
    return Written(path=".circleci/config.yml", before="\n".join(before), after="\n".join(after))


snippet = Snippet(name="circleci", label="CircleCI", write=_write)
