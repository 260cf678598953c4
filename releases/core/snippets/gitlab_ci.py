"""GitLab CI: lines of the script of the job that deploys."""

from __future__ import annotations

from maturity.core.fixes.jobs import indent
from releases.core.snippets._script import Ci, ask, tell
from releases.core.snippets._way import Snippet, Way, Written

_CI = Ci(version="$CI_COMMIT_REF_NAME", run="$CI_JOB_ID", page="$CI_JOB_URL", commit="$CI_COMMIT_SHA")


def _write(way: Way) -> Written:
    before = ["# Settings > CI/CD > Variables: RUNGS_TOKEN, masked", "- |", *indent(ask(way, _CI), 2), ""]
    stage, after = (["- |", *indent(tell(way, _CI, where), 2), ""] for where in ("stage", "prod"))
    return Written(
        path=".gitlab-ci.yml", stage="\n".join(stage), before="\n".join(before), after="\n".join(after)
    )


snippet = Snippet(name="gitlab-ci", label="GitLab CI", write=_write)
