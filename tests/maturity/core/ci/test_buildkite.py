from __future__ import annotations

import pytest

from maturity.core.ci import buildkite
from tests.maturity.core.ci.reaching import delegated, steps, when


def pipeline(text: str) -> dict[str, str]:
    return {".buildkite/pipeline.yml": text}


def test_steps_run_for_every_push_unless_branches_or_if_say_otherwise():
    files = pipeline("""\
        steps:
        - command: terraform plan
        - command: terraform apply
          branches: main
        - command: tflint
          if: build.pull_request.id != null
        """)
    assert when(buildkite, files, "plan") == {"PULL_REQUEST", "BRANCH", "DEFAULT"}
    assert when(buildkite, files, "apply") == {"DEFAULT"}
    assert when(buildkite, files, "tflint") == {"PULL_REQUEST"}


def test_what_follows_a_block_waits_for_a_person():
    files = pipeline("""\
        steps:
        - terraform-plan: ~
          command: terraform plan
        - block: Release
        - group: deploy
          steps:
          - commands:
            - cd infra
            - terraform apply
            concurrency: 1
            concurrency_group: tf
            soft_fail: true
        """)
    plan, apply = steps(buildkite, files)
    assert (plan.context.gate, apply.context.gate) == ("", "block: Release")
    assert (apply.context.serial, apply.soft) == ("concurrency_group: tf", "soft_fail")


@pytest.mark.parametrize(("statuses", "soft"), [("4", ""), ("1", "soft_fail"), ('"*"', "soft_fail")])
def test_a_list_of_statuses_lets_a_finding_pass_when_the_usual_one_is_in_it(statuses, soft):
    files = pipeline(f"""\
        steps:
        - command: cfn-lint templates/*
          soft_fail: [{{exit_status: {statuses}}}]
        """)
    (lint,) = steps(buildkite, files)
    assert lint.soft == soft


def test_plugins_and_other_pipelines_are_named():
    files = pipeline("""\
        steps:
        - plugins:
          - echoboomer/terraform#v1.2: {apply: true}
          - docker#v5: {image: x}
        - trigger: deploy-infra
        """)
    assert [one.step.uses for one in steps(buildkite, files)] == [
        "plugin:echoboomer/terraform", "plugin:buildkite-plugins/docker",
    ]  # fmt: skip
    assert delegated(buildkite, files) == {"pipeline:deploy-infra"}


def test_a_file_beside_the_main_one_only_may_run():
    files = {".buildkite/apply.yml": "steps:\n- command: terraform apply\n"}
    assert when(buildkite, files, "apply") == {"PULL_REQUEST?", "BRANCH?", "DEFAULT?"}
