from __future__ import annotations

from maturity.core.ci import atlantis, digger, env0, spacelift, terrateam
from maturity.core.pipeline import Event
from tests.maturity.core.ci.reaching import steps, when


def test_commands_of_a_custom_atlantis_workflow_run_on_pull_requests():
    files = {"atlantis.yaml": """\
        version: 3
        projects:
        - {dir: live/prod, workflow: checked}
        workflows:
          checked:
            plan:
              steps: [init, plan, {run: conftest test plan.json}]
            apply:
              steps:
              - run: terraform apply $PLANFILE
        """}  # fmt: skip
    (check,) = steps(atlantis, files, "conftest")
    assert (check.cwd, check.events) == ("live/prod", frozenset({Event.PULL_REQUEST}))
    assert when(atlantis, files, "apply") == {"COMMENT"}


def test_with_autoplan_off_they_run_only_when_somebody_comments():
    files = {"atlantis.yaml": """\
        version: 3
        projects: [{dir: ., workflow: w, autoplan: {enabled: false}}]
        workflows: {w: {plan: {steps: [{run: tflint}]}}}
        """}  # fmt: skip
    assert when(atlantis, files, "tflint") == {"COMMENT"}


def test_an_atlantis_file_below_the_top_is_not_read():
    assert steps(atlantis, {"sub/atlantis.yaml": "version: 3\nprojects: [{dir: .}]\n"}) == []


def test_commands_of_a_digger_workflow_follow_its_configuration():
    files = {"digger.yml": """\
        projects: [{name: p, dir: infra, workflow: w}]
        workflows:
          w:
            plan: {steps: [init, plan, {run: checkov -d .}]}
            apply: {steps: [{run: ./after.sh}]}
            workflow_configuration:
              on_pull_request_pushed: [digger plan]
              on_commit_to_default: [digger apply]
        """}  # fmt: skip
    assert when(digger, files, "checkov") == {"PULL_REQUEST"}
    assert when(digger, files, "after") == {"DEFAULT"}


def test_hooks_of_terrateam_and_their_ignored_errors():
    files = {".terrateam/config.yml": """\
        hooks:
          plan:
            post:
            - {type: run, cmd: [checkov, -d, .]}
            - {type: run, cmd: [bash, -c, "tflint --recursive"], ignore_errors: true}
        """}  # fmt: skip
    assert when(terrateam, files, "checkov -d .") == {"PULL_REQUEST"}
    assert steps(terrateam, files, "tflint --recursive")[0].soft == "ignore_errors: true"


def test_hooks_of_spacelift_only_may_run_because_stacks_are_set_up_there():
    files = {".spacelift/config.yml": """\
        stack_defaults: {before_init: [tflint]}
        stacks:
          a: {project_root: infra, before_apply: [./freeze.sh]}
        """}  # fmt: skip
    assert when(spacelift, files, "tflint") == {"PULL_REQUEST?", "DEFAULT?"}
    assert when(spacelift, files, "freeze") == {"DEFAULT?"}
    assert steps(spacelift, files, "tflint")[0].cwd == "infra"


def test_steps_around_an_env0_deployment():
    files = {"env0.yml": """\
        version: 2
        deploy:
          steps:
            terraformPlan:
              after:
              - {name: Policy, run: conftest test plan.json}
            terraformApply:
              after: [./tell.sh]
        """}  # fmt: skip
    assert when(env0, files, "conftest") == {"PULL_REQUEST?", "DEFAULT?"}
    assert when(env0, files, "tell") == {"DEFAULT?"}
