"""GitHub Actions: a workflow for one stack."""

from __future__ import annotations

import json

from maturity.core.fixes.jobs import indent, slug
from maturity.core.fixes.tooling import CREDENTIALS, tool
from maturity.core.snippets._place import Place, Snippet, Written
from maturity.core.snippets._script import Ci, plan_and_send, send_applied

_CI = Ci(
    commit="$COMMIT", pull="PULL", branch="$GITHUB_REF_NAME", run="$GITHUB_RUN_ID-$GITHUB_RUN_ATTEMPT",
    page="$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID",
)  # fmt: skip
_ENV = (
    "  env:",
    "    RUNGS_TOKEN: ${{ secrets.RUNGS_TOKEN }}",
    "    COMMIT: ${{ github.event.pull_request.head.sha || github.sha }}",
)


def _write(place: Place) -> Written:
    directory = json.dumps(place.directory or ".", ensure_ascii=False)
    steps = ["- uses: actions/checkout@v4", *tool(place.tool).setup]
    steps += [line.replace("%s", "PLAN") for line in CREDENTIALS.get(place.cloud, ())]
    steps += [
        "- name: Plan and tell Rungs", *_ENV, "    PULL: ${{ github.event.pull_request.number }}",
        "  run: |", *indent(plan_and_send(place, _CI), 4),
    ]  # fmt: skip
    lines = [
        "# Settings > Secrets and variables > Actions: the secret RUNGS_TOKEN",
        f"name: {json.dumps(f'Rungs {place.directory}'.strip(), ensure_ascii=False)}",
        "on:", "  schedule:", '    - cron: "17 6 * * *"', "  workflow_dispatch:", "  pull_request:",
        *_paths(place), "permissions:", "  contents: read", *(["  id-token: write"] if place.cloud else []),
        "jobs:", "  plan:", "    if: github.event.pull_request.head.repo.fork != true",
        "    runs-on: ubuntu-latest", "    defaults:", "      run:", "        shell: bash",
        f"        working-directory: {directory}", "    steps:", *indent(steps, 6),
    ]  # fmt: skip
    after = [
        "- name: Tell Rungs what was applied", f"  working-directory: {directory}", *_ENV, "  run: |",
        *indent(send_applied(place, _CI), 4),
    ]  # fmt: skip
    path = f".github/workflows/{slug('rungs', place.directory, place.workspace)}.yml"
    return Written(path=path, text="\n".join([*lines, ""]), after="\n".join([*after, ""]))


def _paths(place: Place) -> list[str]:
    if not place.directory:
        return []
    pattern = json.dumps(f"{place.directory}/**", ensure_ascii=False)
    return ["    paths:", f"      - {pattern}", "      # and the modules it uses"]


snippet = Snippet(name="github-actions", label="GitHub Actions", files=".github/workflows/", write=_write)
