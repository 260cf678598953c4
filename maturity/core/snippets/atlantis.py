"""Atlantis: a workflow that hands its plans on. It has no clock, so drift is looked for elsewhere."""

from __future__ import annotations

from maturity.core.fixes.jobs import indent, quoted
from maturity.core.snippets._place import Place, Snippet, Written
from maturity.core.snippets._script import PACKED, binary, curl

_KEY = "$PULL_NUM-$HEAD_COMMIT-$(date +%s)"
_MISSED = '  || echo "Rungs did not take it"'


def _write(place: Place) -> Written:
    pack = f'{binary(place)} show -json "$PLANFILE" | gzip > {PACKED}'
    planned = [
        "set -e",
        pack,
        *curl(place, _KEY, "pull_request=$PULL_NUM&commit=$HEAD_COMMIT&url=$PULL_URL"),
        _MISSED,
        f"rm -f {PACKED}",
    ]
    applied = [
        "set -e",
        *curl(place, _KEY, "purpose=apply&exit_code=0&pull_request=$PULL_NUM&commit=$HEAD_COMMIT"),
        _MISSED,
        f"rm -f {PACKED}",
    ]
    lines = [
        "# The server's repos.yaml allows it: allowed_overrides: [workflow], allow_custom_workflows: true",
        "# RUNGS_TOKEN stands in the environment of the server.",
        "# Atlantis has no clock: let your CI, or a cron, run the Shell script every morning as well.",
        "version: 3",
        "projects:",
        f"  - dir: {quoted(place.directory or '.')}",
        *([f"    workspace: {quoted(place.workspace)}"] if place.workspace else []),
        "    workflow: rungs",
        "workflows:",
        "  rungs:",
        "    plan:",
        "      steps:",
        "        - init",
        "        - plan",
        *indent(_run(planned), 8),
        "    apply:",
        "      steps:",
        *indent(_run([pack]), 8),
        "        - apply",
        *indent(_run(applied), 8),
        "",
    ]
    return Written(path="atlantis.yaml", text="\n".join(lines), after="")


def _run(script: list[str]) -> list[str]:
    return ["- run:", "    command: |", *indent(script, 6), "    output: hide"]


snippet = Snippet(name="atlantis", label="Atlantis", files="atlantis.", write=_write)
