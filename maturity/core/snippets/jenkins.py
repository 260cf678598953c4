"""Jenkins: a declarative Jenkinsfile for one stack, in a multibranch pipeline."""

from __future__ import annotations

from collections.abc import Sequence

from maturity.core.fixes.jobs import indent, slug
from maturity.core.snippets._place import Place, Snippet, Written
from maturity.core.snippets._script import Ci, binary, plan_and_send, send_applied

_CI = Ci(commit="$GIT_COMMIT", pull="CHANGE_ID", branch="$BRANCH_NAME", run="$BUILD_TAG", page="$BUILD_URL")


def _write(place: Place) -> Written:
    lines = [
        "// Credentials: RUNGS_TOKEN, a secret text",
        "pipeline {",
        f"  agent any  // one that has {binary(place)} and curl",
        "  options { disableConcurrentBuilds() }",
        "  triggers { cron('H 6 * * *') }",
        "  environment { RUNGS_TOKEN = credentials('RUNGS_TOKEN') }",
        "  stages {",
        f"    stage('{slug('rungs', place.directory, place.workspace)}') {{",
        f"      when {{ anyOf {{ changeRequest(); allOf {{ branch '{_text(place.default_branch)}'",
        "        triggeredBy 'TimerTrigger' } } }",
        "      steps {",
        *indent(_shell(place, plan_and_send(place, _CI)), 8),
        "      }",
        "    }",
        "  }",
        "}",
        "",
    ]
    after = _shell(place, send_applied(place, _CI))
    return Written(path="Jenkinsfile", text="\n".join(lines), after="\n".join([*after, ""]))


def _shell(place: Place, script: Sequence[str]) -> list[str]:
    """With a first line of its own, so that Jenkins does not print every command with its values."""
    lines = ["sh '''#!/bin/sh -e", *(line.replace("\\", "\\\\") for line in script), "'''"]
    if not place.directory:
        return lines
    return [f"dir('{_text(place.directory)}') {{", *indent(lines, 2), "}"]


def _text(text: str) -> str:
    """Inside single quotes of Groovy."""
    return text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", " ")


snippet = Snippet(name="jenkins", label="Jenkins", files="Jenkinsfile", write=_write)
