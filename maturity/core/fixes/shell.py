"""Jobs as a script, for a CI system Rungs has no template for."""

from __future__ import annotations

import shlex

from maturity.core.fixes.jobs import Job, indent, slug

SYSTEM = "shell"


def render(name: str, jobs: tuple[Job, ...], default_branch: str) -> tuple[str, str]:
    lines = [
        "#!/bin/sh",
        f"# Have your CI run this {jobs[0].when}; the default branch is {default_branch}.",
        "set -e",
    ]
    for job in jobs:
        for directory in job.shown:
            lines += ["", "(", f"  cd {shlex.quote(directory or '.')}", *indent(job.script, 2), ")"]
    return f"ci/{slug(name)}.sh", "\n".join(lines) + "\n"
