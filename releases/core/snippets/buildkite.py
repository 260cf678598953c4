"""Buildkite: lines of the command of the step that deploys."""

from __future__ import annotations

from collections.abc import Sequence

from maturity.core.fixes.jobs import indent
from releases.core.snippets._script import Ci, ask, tell
from releases.core.snippets._way import Snippet, Way, Written

_CI = Ci(
    version="$BUILDKITE_TAG", run="$BUILDKITE_JOB_ID", page="$BUILDKITE_BUILD_URL",
    commit="$(git rev-parse HEAD)",  # BUILDKITE_COMMIT may be the word HEAD
)  # fmt: skip


def _write(way: Way) -> Written:
    before = ["# RUNGS_TOKEN comes from a secret of the cluster, or an agent hook", *_step(ask(way, _CI)), ""]
    stage, after = ([*_step(tell(way, _CI, where)), ""] for where in ("stage", "prod"))
    return Written(
        path=".buildkite/pipeline.yml", stage="\n".join(stage), before="\n".join(before),
        after="\n".join(after),
    )  # fmt: skip


def _step(script: Sequence[str]) -> list[str]:
    """What is uploaded has its variables filled in, but for those with two dollars."""
    return ["- |", *indent([line.replace("$", "$$") for line in script], 2)]


snippet = Snippet(name="buildkite", label="Buildkite", write=_write)
