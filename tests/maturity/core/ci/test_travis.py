from __future__ import annotations

import pytest

from maturity.core.ci import travis
from maturity.core.ci.travis import condition_holds
from maturity.core.pipeline import Event
from tests.maturity.core.ci.reaching import steps, when


def test_pushes_and_pull_requests_are_built_by_default():
    files = {
        ".travis.yml": "install: true\nscript:\n- cd infra\n- terraform plan\nafter_success: ./tell.sh\n"
    }
    assert when(travis, files, "terraform plan") == {"PULL_REQUEST", "BRANCH", "DEFAULT", "TAG"}
    assert steps(travis, files, "tell")[0].soft == "after_success"


def test_a_deployment_runs_on_the_default_branch_only():
    files = {".travis.yml": "script: make\ndeploy:\n  provider: script\n  script: terraform apply\n"}
    assert when(travis, files, "apply") == {"DEFAULT"}


def test_stages_and_jobs_have_conditions():
    files = {".travis.yml": """\
        stages:
        - {name: apply, if: branch = main AND type = push}
        jobs:
          include:
          - {stage: check, script: terraform validate}
          - {stage: apply, script: terraform apply}
        """}  # fmt: skip
    assert when(travis, files, "apply") == {"DEFAULT"}
    assert "PULL_REQUEST" in when(travis, files, "validate")


@pytest.mark.parametrize(
    ("condition", "event", "answer"),
    [
        ("branch = master", Event.PULL_REQUEST, True),  # the branch it goes to
        ("type IN (push, api)", Event.PULL_REQUEST, False),
        ("tag IS present", Event.TAG, True),
        ("branch =~ ^release/", Event.DEFAULT, False),
        ("env(DEPLOY) = true", Event.DEFAULT, None),
    ],
)
def test_conditions_are_read(condition, event, answer):
    assert condition_holds(condition, event) is answer
