"""Azure Pipelines: two steps of the job that deploys."""

from __future__ import annotations

from maturity.core.fixes.jobs import indent
from releases.core.snippets._script import Ci, ask, tell
from releases.core.snippets._way import Snippet, Way, Written

_CI = Ci(
    version="$BUILD_SOURCEBRANCHNAME", run="$BUILD_BUILDID-$SYSTEM_JOBATTEMPT",
    page="$SYSTEM_COLLECTIONURI$SYSTEM_TEAMPROJECTID/_build/results?buildId=$BUILD_BUILDID",
    commit="$BUILD_SOURCEVERSION",
)  # fmt: skip


def _write(way: Way) -> Written:
    before = ["# Variables: RUNGS_TOKEN, secret", *_step(ask(way, _CI)), ""]
    stage, after = ([*_step(tell(way, _CI, where)), ""] for where in ("stage", "prod"))
    return Written(
        path="azure-pipelines.yml", stage="\n".join(stage), before="\n".join(before),
        after="\n".join(after),
    )  # fmt: skip


def _step(script: tuple[str, ...]) -> list[str]:
    """A secret variable reaches a script only where it is handed on."""
    return ["- bash: |", *indent(script, 4), "  env:", "    RUNGS_TOKEN: $(RUNGS_TOKEN)"]


snippet = Snippet(name="azure-pipelines", label="Azure Pipelines", write=_write)
