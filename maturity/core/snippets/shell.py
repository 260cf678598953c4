"""A script, for every other system."""

from __future__ import annotations

import shlex

from maturity.core.fixes.jobs import slug
from maturity.core.snippets._place import Place, Snippet, Written
from maturity.core.snippets._script import Ci, plan_and_send, send_applied

_CI = Ci(commit="$COMMIT", pull="PULL", run="$RUN")


def _write(place: Place) -> Written:
    enter = [f"cd {shlex.quote(place.directory)}"] if place.directory else []
    lines = [
        "#!/bin/sh",
        f"# Run it every morning on {place.default_branch}, and on each pull request with PULL=<its number>.",
        "# RUNGS_TOKEN comes from your secret store. It needs curl 7.76 or newer.",
        "set -e",
        "COMMIT=$(git rev-parse HEAD)",
        'RUN="$(hostname)-$$-$(date +%s)"',
        *enter,
        *plan_and_send(place, _CI),
        "",
    ]
    after = [
        "COMMIT=$(git rev-parse HEAD)", 'RUN="$(hostname)-$$-$(date +%s)"', *enter,
        *send_applied(place, _CI), "",
    ]  # fmt: skip
    path = f"ci/{slug('rungs', place.directory, place.workspace)}.sh"
    return Written(path=path, text="\n".join(lines), after="\n".join(after))


snippet = Snippet(name="shell", label="Shell", files="ci/", write=_write)
