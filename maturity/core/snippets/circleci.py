"""CircleCI: one job for one stack, started by a schedule and by every push."""

from __future__ import annotations

import json

from maturity.core.fixes.jobs import Job, When, indent, sign_in, slug
from maturity.core.fixes.tooling import tool
from maturity.core.snippets._place import Place, Snippet, Written
from maturity.core.snippets._script import GET_CURL, Ci, plan_and_send, send_applied

_CI = Ci(
    commit="$CIRCLE_SHA1", pull="PULL", branch="$CIRCLE_BRANCH",
    run="$CIRCLE_WORKFLOW_ID-$CIRCLE_BUILD_NUM", page="$CIRCLE_BUILD_URL",
)  # fmt: skip


def _write(place: Place) -> Written:
    key = slug("rungs", place.directory, place.workspace)
    signing = sign_in(Job(id=key, when=When.DAILY, script=(), cloud=place.cloud), "$CIRCLE_OIDC_TOKEN_V2")
    script = [GET_CURL, *signing, 'PULL="${CIRCLE_PULL_REQUEST##*/}"', *plan_and_send(place, _CI)]
    where = json.dumps(f"~/project/{place.directory}".rstrip("/"), ensure_ascii=False)
    lines = [
        "# Project settings > Environment variables: RUNGS_TOKEN",
        "version: 2.1",
        "jobs:",
        f"  {key}:",
        "    docker:",
        f"      - image: {tool(place.tool).image}",
        f"    working_directory: {where}",
        "    steps:",
        "      - checkout:",
        "          path: ~/project",
        "      - run:",
        "          name: Plan and tell Rungs",
        "          command: |",
        *indent(script, 12),
        "workflows:",
        "  every-morning:",
        "    triggers:",
        "      - schedule:",
        '          cron: "17 6 * * *"',
        "          filters:",
        "            branches:",
        f"              only: {json.dumps(place.default_branch)}",
        "    jobs:",
        f"      - {key}",
        "  pull-request:",
        "    jobs:",
        f"      - {key}:",
        "          filters:",
        "            branches:",
        f"              ignore: {json.dumps(place.default_branch)}",
        "",
    ]
    after = ["- run:", "    command: |", *indent(send_applied(place, _CI), 6), ""]
    return Written(path=".circleci/config.yml", text="\n".join(lines), after="\n".join(after))


snippet = Snippet(name="circleci", label="CircleCI", files=".circleci/", write=_write)
