from __future__ import annotations

from maturity.core.ci import circleci
from maturity.core.pipeline import Shell
from tests.maturity.core.ci.reaching import steps, when

JOBS = """\
version: 2.1
jobs:
  plan:
    docker: [{image: hashicorp/terraform}]
    steps:
    - checkout
    - run: terraform plan
  apply:
    docker: [{image: hashicorp/terraform}]
    steps:
    - run:
        name: Apply
        command: |
          terraform apply
"""


def config(text: str) -> dict[str, str]:
    return {".circleci/config.yml": text}


def test_every_push_to_every_branch_is_built():
    files = config(JOBS + "workflows:\n  w:\n    jobs: [plan]\n")
    assert when(circleci, files, "plan") == {"BRANCH", "DEFAULT"}
    assert steps(circleci, files, "plan")[0].step.shell is Shell.PIPEFAIL


def test_a_job_no_workflow_names_does_not_run():
    assert when(circleci, config(JOBS + "workflows:\n  w:\n    jobs: [plan]\n"), "apply") == set()


def test_branch_filters_and_approvals_are_seen():
    files = config(
        JOBS
        + """\
workflows:
  w:
    jobs:
    - plan
    - hold: {type: approval, requires: [plan]}
    - apply:
        requires: [hold]
        filters: {branches: {only: main}}
"""
    )
    (apply,) = steps(circleci, files, "apply")
    assert when(circleci, files, "apply") == {"DEFAULT"}
    assert (apply.context.gate, apply.step.run_line) == ("type: approval (hold)", 14)


def test_ignoring_the_default_branch_leaves_the_others():
    files = config(
        JOBS + "workflows:\n  w:\n    jobs:\n    - plan: {filters: {branches: {ignore: [/main|master/]}}}\n"
    )
    assert when(circleci, files, "plan") == {"BRANCH"}


def test_a_scheduled_workflow_runs_only_then():
    files = config(
        JOBS
        + """\
workflows:
  nightly:
    triggers:
    - schedule: {cron: "0 2 * * *", filters: {branches: {only: main}}}
    jobs: [plan]
"""
    )
    assert when(circleci, files, "plan") == {"SCHEDULE"}
    assert steps(circleci, files, "plan")[0].context.crons == ("0 2 * * *",)


def test_commands_and_parameters_are_filled_in_and_conditions_decided():
    files = config("""\
version: 2.1
commands:
  tf:
    parameters:
      verb: {type: string}
      dir: {type: string, default: infra}
    steps:
    - run: {command: terraform << parameters.verb >>, working_directory: << parameters.dir >>}
    - when:
        condition: {equal: [apply, << parameters.verb >>]}
        steps: [{run: ./announce.sh}]
jobs:
  go:
    machine: true
    steps: [{tf: {verb: plan}}]
workflows:
  w: {jobs: [go]}
""")
    (step,) = steps(circleci, files)
    assert (step.run, step.cwd) == ("terraform plan", "infra")


def test_orb_jobs_and_commands_are_named_by_namespace():
    files = config("""\
version: 2.1
orbs: {terraform: circleci/terraform@3.2.0, scan: acme/checkov@1}
jobs:
  s:
    machine: true
    steps: [{scan/run: {directory: infra}}]
workflows:
  w:
    jobs:
    - terraform/plan: {path: infra}
    - s
""")
    assert [one.step.uses for one in steps(circleci, files)] == [
        "orb:circleci/terraform/plan",
        "orb:acme/checkov/run",
    ]
    assert steps(circleci, files, "checkov")[0].inputs == {"directory": "infra"}


def test_a_workflow_behind_a_parameter_that_is_off_does_not_run():
    files = config(
        JOBS
        + """\
parameters:
  destroy: {type: boolean, default: false}
workflows:
  w:
    when: << pipeline.parameters.destroy >>
    jobs: [apply]
"""
    )
    assert when(circleci, files, "apply") == set()


def test_a_background_step_cannot_fail_the_job():
    files = config("version: 2\njobs:\n  build:\n    steps: [{run: {command: tflint, background: true}}]\n")
    assert steps(circleci, files, "tflint")[0].soft == "background: true"


def test_files_a_setup_config_may_continue_with_only_may_run():
    files = {
        ".circleci/config.yml": "version: 2.1\nsetup: true\njobs: {}\nworkflows: {}\n",
        ".circleci/continue.yml": JOBS + "workflows:\n  w:\n    jobs: [plan]\n",
    }
    assert when(circleci, files, "plan") == {"BRANCH?", "DEFAULT?"}
