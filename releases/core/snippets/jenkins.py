"""Jenkins: two steps of the stage that deploys."""

from __future__ import annotations

from collections.abc import Sequence

from releases.core.snippets._script import Ci, ask, tell
from releases.core.snippets._way import Snippet, Way, Written

_CI = Ci(version="${TAG_NAME:-$BRANCH_NAME}", run="$BUILD_TAG", page="$BUILD_URL", commit="$GIT_COMMIT")


def _write(way: Way) -> Written:
    head = "// environment { RUNGS_TOKEN = credentials('RUNGS_TOKEN') }, a secret text"
    before = [head, *_shell(ask(way, _CI)), ""]
    stage, after = ([*_shell(tell(way, _CI, where)), ""] for where in ("stage", "prod"))
    return Written(
        path="Jenkinsfile", stage="\n".join(stage), before="\n".join(before), after="\n".join(after)
    )


def _shell(script: Sequence[str]) -> list[str]:
    """With a first line of its own, so that Jenkins does not print every command with its values. Inside
    Groovy's quotes a backslash is written twice, and a quote before its end would end it."""
    return ["sh '''#!/bin/sh", *(line.replace("\\", "\\\\") for line in script), "'''"]


snippet = Snippet(name="jenkins", label="Jenkins", write=_write)
