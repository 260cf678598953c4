"""GitHub Actions: two steps of the job that deploys."""

from __future__ import annotations

from maturity.core.fixes.jobs import indent
from releases.core.snippets._script import Ci, ask, tell
from releases.core.snippets._way import Snippet, Way, Written

_CI = Ci(
    version="$GITHUB_REF_NAME", run="$GITHUB_RUN_ID-$GITHUB_RUN_ATTEMPT",
    page="$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID", commit="$GITHUB_SHA",
)  # fmt: skip
_ENV = ("  env:", "    RUNGS_TOKEN: ${{ secrets.RUNGS_TOKEN }}")


def _write(way: Way) -> Written:
    before = ["- name: Ask Rungs", "  id: rungs", *_ENV, "  run: |", *indent(ask(way, _CI), 4), ""]
    return Written(
        path=".github/workflows/deploy.yml",
        stage="\n".join(_told("always()", tell(way, _CI, "stage"))),
        before="\n".join(before),
        after="\n".join(_told("always() && steps.rungs.outcome == 'success'", tell(way, _CI))),
    )


def _told(when: str, script: tuple[str, ...]) -> list[str]:
    result = "    RESULT: ${{ job.status == 'success' && 'succeeded' || 'failed' }}"
    return ["- name: Tell Rungs", f"  if: {when}", *_ENV, result, "  run: |", *indent(script, 4), ""]


snippet = Snippet(name="github-actions", label="GitHub Actions", write=_write)
