"""A script, for every other system."""

from __future__ import annotations

from releases.core.snippets._script import Ci, ask, tell
from releases.core.snippets._way import Snippet, Way, Written

_CI = Ci(version="", run="${RUN:-$(hostname)-$$}", page="${PAGE:-}")


def _write(way: Way) -> Written:
    before = ["#!/bin/sh", "# RUNGS_TOKEN comes from your secret store. It needs curl.", *ask(way, _CI), ""]
    return Written(path="ci/rungs-gate.sh", before="\n".join(before), after="\n".join([*tell(way, _CI), ""]))


snippet = Snippet(name="shell", label="Shell", write=_write)
