from __future__ import annotations

from maturity.core.ci import jenkins
from maturity.core.pipeline import Shell
from tests.maturity.core.ci.reaching import delegated, steps, when


def declarative(stages: str, more: str = "") -> dict[str, str]:
    return {"Jenkinsfile": f"pipeline {{\n  agent any\n  {more}\n  stages {{\n{stages}\n  }}\n}}\n"}


def test_a_file_that_never_speaks_of_branches_leaves_its_triggers_to_the_server():
    files = declarative("stage('Plan') { steps { sh 'terraform plan' } }")
    assert when(jenkins, files, "plan") == {"CALLED", "PULL_REQUEST?", "BRANCH?", "DEFAULT?"}


def test_when_narrows_a_stage():
    files = declarative("""
        stage('Plan') { when { changeRequest() } steps { sh 'terraform plan' } }
        stage('Apply') { when { allOf { branch 'main'; not { changeRequest() } } } steps { sh "tf apply" } }
        stage('Tag') { when { buildingTag() } steps { sh './publish' } }""")
    assert when(jenkins, files, "plan") == {"PULL_REQUEST"}
    assert when(jenkins, files, "apply") == {"DEFAULT"}
    assert when(jenkins, files, "publish") == {"TAG"}


def test_expressions_are_read_and_parameters_have_their_defaults():
    files = declarative("""
        stage('A') { when { expression { return env.BRANCH_NAME == 'master' } } steps { sh 'a-step' } }
        stage('B') { when { expression { params.DESTROY } } steps { sh 'terraform destroy' } }
        stage('C') { steps { sh "terraform ${params.ACTION}" } }""",
        "parameters { booleanParam(name: 'DESTROY', defaultValue: false)\n"
        "choice(name: 'ACTION', choices: ['plan', 'apply']) }")  # fmt: skip
    assert when(jenkins, files, "a-step") == {"DEFAULT"}
    assert when(jenkins, files, "destroy") == set()
    assert steps(jenkins, files, "terraform plan")


def test_comments_and_echoed_text_are_not_commands():
    files = {"Jenkinsfile": """\
        // sh 'terraform apply'
        /* node { sh 'terraform apply' } */
        node { echo "sh 'terraform apply'"
          sh 'make' }
        """}  # fmt: skip
    assert {one.run for one in steps(jenkins, files)} == {"make"}


def test_a_scripted_pipeline_is_followed_through_if_else_and_functions():
    files = {"Jenkinsfile": """\
        def plan(dir) {
          sh "terraform plan"
        }
        node {
          stage('plan') { plan('x') }
          if (env.BRANCH_NAME == 'main') {
            stage('apply') { sh 'terraform apply' }
          } else {
            sh 'tflint'
          }
        }
        """}  # fmt: skip
    assert when(jenkins, files, "plan") == {"BRANCH", "DEFAULT", "PULL_REQUEST?"}
    assert when(jenkins, files, "apply") == {"DEFAULT"}
    assert when(jenkins, files, "tflint") == {"BRANCH", "PULL_REQUEST?"}


def test_folders_line_numbers_and_soft_steps_are_kept():
    files = {"Jenkinsfile": """\
        node {
          dir('infra') {
            sh '''
              terraform plan
            '''
          }
          catchError { sh 'tflint' }
          def rc = sh(script: 'checkov -d .', returnStatus: true)
          sh '''#!/bin/bash
          terraform fmt -check
          true'''
        }
        """}  # fmt: skip
    plan, lint, scan, shebang, *_ = steps(jenkins, files)
    assert (plan.cwd, plan.step.run_line, plan.run.split("\n")[1].strip()) == ("infra", 3, "terraform plan")
    assert (lint.soft, scan.soft, shebang.step.shell) == ("catchError", "returnStatus: true", Shell.LOOSE)


def test_what_follows_an_input_waits_for_a_person():
    files = declarative("""
        stage('Plan') { steps { sh 'terraform plan' } }
        stage('Ask') { steps { input message: 'go?' } }
        stage('Apply') { steps { sh 'terraform apply' } }""",
        "options { disableConcurrentBuilds() }")  # fmt: skip
    assert steps(jenkins, files, "plan")[0].context.gate == ""
    assert steps(jenkins, files, "apply")[0].context.gate == "input"
    assert steps(jenkins, files, "apply")[0].context.serial == "disableConcurrentBuilds"


def test_a_cron_trigger_is_a_schedule_and_polling_is_not():
    cron = declarative("stage('a') { steps { sh 'drift' } }", "triggers { cron('H 4 * * *') }")
    poll = declarative("stage('a') { steps { sh 'drift' } }", "triggers { pollSCM('H/5 * * * *') }")
    assert "SCHEDULE" in when(jenkins, cron, "drift")
    assert when(jenkins, poll, "drift") == {"DEFAULT", "BRANCH?", "PULL_REQUEST?"}


def test_steps_of_a_shared_library_are_not_known():
    files = {"Jenkinsfile": "@Library('infra@v1') _\nterraformPipeline(dir: 'x')\n"}
    assert delegated(jenkins, files) == {"library:terraformPipeline"}


def test_a_failure_handler_only_may_run():
    files = declarative("stage('a') { steps { sh 'x' } }", "post { failure { slackSend channel: '#ops' } }")
    found = steps(jenkins, files, "step:slackSend")
    assert found
    assert not any(one.certain for one in found)
