"""A script, for every other system."""

from __future__ import annotations

from releases.core.snippets._script import Ci, ask, tell
from releases.core.snippets._way import Snippet, Way, Written

_CI = Ci(version="", run="${RUN:-$(hostname)-$$}", page="${PAGE:-}")


def _write(way: Way) -> Written:
    before = ["#!/bin/sh", "# RUNGS_TOKEN comes from your secret store. It needs curl.", *ask(way, _CI), ""]
    stage, after = ([*tell(way, _CI, where), ""] for where in ("stage", "prod"))
    return Written(
        path="ci/rungs-gate.sh", stage="\n".join(stage), before="\n".join(before), after="\n".join(after)
    )


snippet = Snippet(name="shell", label="Shell", write=_write)
