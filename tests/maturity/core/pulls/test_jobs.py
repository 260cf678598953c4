from __future__ import annotations

import pytest

from maturity.core.assess import assess
from maturity.core.pulls.jobs import plan_jobs
from maturity.core.tree import MemoryTree

STACK = {"live/prod/main.tf": b'terraform {\n  backend "s3" {\n    bucket = "state"\n  }\n}\n'}
GITHUB = b"""on: pull_request
jobs:
  lint:
    runs-on: ubuntu-latest
    steps:
      - run: terraform fmt -check
  what-if:
    name: Preview of ${{ matrix.stack }}
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: terraform plan
        working-directory: live/prod
  effects:
    name: Show the effects
    runs-on: ubuntu-latest
    steps:
      - run: terraform plan
        working-directory: live/prod
"""
GITLAB = b"""lint:
  script: [terraform fmt -check]
preview:
  rules: [{if: '$CI_PIPELINE_SOURCE == "merge_request_event"'}]
  script:
    - cd live/prod && terraform plan
"""


@pytest.mark.parametrize(
    ("path", "content", "some", "never"),
    [
        (".github/workflows/ci.yml", GITHUB, {"what-if"}, {"lint"}),
        (".gitlab-ci.yml", GITLAB, {"preview"}, {"lint"}),
    ],
)
def test_the_jobs_that_plan_are_known_by_what_they_run(
    path: str, content: bytes, some: set[str], never: set[str]
):
    tree = MemoryTree({**STACK, path: content})
    found = set(plan_jobs(tree, assess(tree).judged))
    assert some <= found
    assert not never & found
    assert not any("${{" in name for name in found)


def test_without_a_plan_there_is_no_job():
    tree = MemoryTree(STACK)
    assert plan_jobs(tree, assess(tree).judged) == []
