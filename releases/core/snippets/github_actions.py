"""GitHub Actions: two steps of the job that deploys."""

from __future__ import annotations

from maturity.core.fixes.jobs import indent
from releases.core.snippets._script import Ci, ask, tell
from releases.core.snippets._way import Snippet, Way, Written

_CI = Ci(
    version="$GITHUB_REF_NAME", run="$GITHUB_RUN_ID-$GITHUB_RUN_ATTEMPT",
    page="$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID",
)  # fmt: skip
_ENV = ("  env:", "    RUNGS_TOKEN: ${{ secrets.RUNGS_TOKEN }}")


def _write(way: Way) -> Written:
    before = ["- name: Ask Rungs", "  id: rungs", *_ENV, "  run: |", *indent(ask(way, _CI), 4), ""]
    result = "    RESULT: ${{ job.status == 'success' && 'succeeded' || 'failed' }}"
    after = [
        "- name: Tell Rungs", "  if: always() && steps.rungs.outcome == 'success'", *_ENV, result,
        "  run: |", *indent(tell(way, _CI), 4), "",
    ]  # fmt: skip
    path = ".github/workflows/deploy.yml"
    return Written(path=path, before="\n".join(before), after="\n".join(after))


snippet = Snippet(name="github-actions", label="GitHub Actions", write=_write)
