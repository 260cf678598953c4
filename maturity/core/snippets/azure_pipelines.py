"""Azure Pipelines: a pipeline of its own for one stack."""

from __future__ import annotations

import json

from maturity.core.fixes.jobs import indent, quoted, slug
from maturity.core.fixes.tooling import tool
from maturity.core.snippets._place import Place, Snippet, Written
from maturity.core.snippets._script import Ci, plan_and_send, send_applied

_CI = Ci(
    commit="${SYSTEM_PULLREQUEST_SOURCECOMMITID:-$BUILD_SOURCEVERSION}", pull="PULL",
    branch="$BUILD_SOURCEBRANCH", run="$BUILD_BUILDID-$SYSTEM_JOBATTEMPT",
    page="$SYSTEM_COLLECTIONURI$SYSTEM_TEAMPROJECTID/_build/results?buildId=$BUILD_BUILDID",
)  # fmt: skip
_NUMBER = 'PULL="${SYSTEM_PULLREQUEST_PULLREQUESTNUMBER:-$SYSTEM_PULLREQUEST_PULLREQUESTID}"'


def _write(place: Place) -> Written:
    branch = json.dumps(place.default_branch, ensure_ascii=False)
    plan = _step(place, ["set -eo pipefail", _NUMBER, *plan_and_send(place, _CI)])
    lines = [
        "# Variables: RUNGS_TOKEN, secret",
        "trigger: none",
        "pr:",
        "  branches:",
        f"    include: [{branch}]",
        "schedules:",
        '  - cron: "17 6 * * *"',
        "    displayName: Every morning",
        "    branches:",
        f"      include: [{branch}]",
        "    always: true",
        "pool:",
        "  vmImage: ubuntu-latest",
        "steps:",
        *(f"  - script: {line}" for line in tool(place.tool).install),
        *indent(plan, 2),
        "",
    ]
    after = _step(place, ["set -eo pipefail", *send_applied(place, _CI)])
    path = f"azure-pipelines-{slug('rungs', place.directory, place.workspace)}.yml"
    return Written(path=path, text="\n".join(lines), after="\n".join([*after, ""]))


def _step(place: Place, script: list[str]) -> list[str]:
    """A secret variable reaches a script only where it is handed on."""
    where = [f"  workingDirectory: {quoted(place.directory)}"] if place.directory else []
    return ["- bash: |", *indent(script, 4), *where, "  env:", "    RUNGS_TOKEN: $(RUNGS_TOKEN)"]


snippet = Snippet(name="azure-pipelines", label="Azure Pipelines", files="azure-pipelines", write=_write)
