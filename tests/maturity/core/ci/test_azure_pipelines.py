from __future__ import annotations

from maturity.core.ci import azure_pipelines
from maturity.core.pipeline import Shell
from tests.maturity.core.ci.reaching import delegated, steps, when

PLAN = "steps:\n- script: terraform plan\n"


def azure(text: str, **more: str) -> dict[str, str]:
    files = {path.replace("__", "/") + ".yml": content for path, content in more.items()}
    return {"azure-pipelines.yml": text, **files}


def test_without_a_pr_key_pull_requests_are_built_unless_the_server_says_otherwise():
    files = azure("trigger: [main]\n" + PLAN)
    assert when(azure_pipelines, files, "plan") == {"DEFAULT", "PULL_REQUEST?"}


def test_pr_none_switches_pull_requests_off():
    files = azure("trigger: [main]\npr: none\n" + PLAN)
    assert when(azure_pipelines, files, "plan") == {"DEFAULT"}


def test_trigger_none_and_pr_none_leave_only_runs_by_hand():
    files = azure("trigger: none\npr: none\n" + PLAN)
    assert when(azure_pipelines, files, "plan") == {"MANUAL"}


def test_a_pr_filter_is_about_the_target_branch():
    files = azure("trigger: none\npr:\n  branches:\n    include: [main]\n" + PLAN)
    assert when(azure_pipelines, files, "plan") == {"PULL_REQUEST"}


def test_a_schedule_needs_its_cron_line():
    text = "trigger: none\npr: none\nschedules:\n- cron: '0 3 * * *'\n  branches: {include: [main]}\n"
    files = azure(text + PLAN)
    assert when(azure_pipelines, files, "plan") == {"SCHEDULE"}
    assert steps(azure_pipelines, files, "plan")[0].context.crons == ("0 3 * * *",)


def test_conditions_on_branch_and_reason_decide_which_events_get_through():
    files = azure("""\
        trigger: ['*']
        pr: ['*']
        stages:
        - stage: plan
          jobs:
          - job: a
            steps: [{bash: terraform plan}]
        - stage: apply
          condition: and(succeeded(), eq(variables['Build.SourceBranch'], 'refs/heads/main'))
          jobs:
          - job: b
            steps: [{bash: terraform apply}]
        """)
    assert when(azure_pipelines, files, "plan") == {"DEFAULT", "BRANCH", "PULL_REQUEST"}
    assert when(azure_pipelines, files, "apply") == {"DEFAULT"}


def test_a_variable_that_holds_a_condition_is_followed():
    files = azure("""\
        trigger: ['*']
        pr: none
        variables:
          isMain: $[eq(variables['Build.SourceBranchName'], 'main')]
        jobs:
        - job: a
          condition: and(succeeded(), eq(variables.isMain, true))
          steps: [{script: terraform apply}]
        """)
    assert when(azure_pipelines, files, "apply") == {"DEFAULT"}


def test_a_deployment_waits_for_its_environment():
    files = azure("""\
        trigger: [main]
        pr: none
        jobs:
        - deployment: d
          environment: prod
          strategy:
            runOnce:
              deploy:
                steps: [{script: terraform apply}]
        """)
    context = steps(azure_pipelines, files, "apply")[0].context
    assert (context.environment, context.gate) == ("prod", "environment: prod")


def test_a_local_template_is_opened_with_its_parameters():
    files = azure("""\
        trigger: [main]
        pr: none
        stages:
        - ${{ each env in parameters.envs }}:
          - stage: ${{ env }}
            jobs:
            - template: ci/job.yml
              parameters: {dir: "live/${{ env }}"}
        parameters:
        - name: envs
          type: object
          default: [dev, prod]
        """, ci__job="""\
        parameters:
        - name: dir
        - name: action
          default: plan
        jobs:
        - job: tf
          steps:
          - script: terraform ${{ parameters.action }}
            workingDirectory: ${{ parameters.dir }}
          - ${{ if eq(parameters.action, 'apply') }}:
            - script: terraform apply
        """)  # fmt: skip
    assert {one.cwd for one in steps(azure_pipelines, files, "terraform plan")} == {"live/dev", "live/prod"}
    assert when(azure_pipelines, files, "apply") == set()
    assert {one.path for one in steps(azure_pipelines, files)} == {"ci/job.yml"}


def test_a_template_of_another_repository_is_not_known():
    files = azure("trigger: [main]\nsteps:\n- template: steps/terraform.yaml@shared\n")
    assert delegated(azure_pipelines, files) == {"template:steps/terraform.yaml@shared"}


def test_a_template_file_runs_nothing_by_itself():
    files = {"pipelines/steps.yml": "parameters: []\nsteps:\n- script: terraform apply\n"}
    assert steps(azure_pipelines, files) == []


def test_tasks_keep_their_inputs_and_script_tasks_become_scripts():
    files = azure("""\
        trigger: [main]
        pr: none
        variables: {root: infra}
        steps:
        - task: TerraformTaskV4@4
          inputs: {command: plan, workingDirectory: $(System.DefaultWorkingDirectory)/$(root)}
        - task: AzureCLI@2
          continueOnError: true
          inputs:
            scriptType: bash
            inlineScript: |
              terraform apply
        - task: Bash@3
          enabled: false
          inputs: {script: terraform destroy}
        """)
    task, cli = steps(azure_pipelines, files)
    assert (task.step.uses, task.inputs["command"], task.cwd) == ("task:TerraformTaskV4@4", "plan", "infra")
    assert (cli.run, cli.step.run_line, cli.soft) == ("terraform apply\n", 12, "continueOnError: true")


def test_a_script_is_not_run_with_errexit():
    (step,) = steps(azure_pipelines, azure("trigger: [main]\npr: none\n" + PLAN))
    assert step.step.shell is Shell.LOOSE


def test_a_step_for_failed_runs_only_may_run():
    files = azure("trigger: [main]\npr: none\nsteps:\n- script: ./notify.sh\n  condition: failed()\n")
    assert when(azure_pipelines, files, "notify") == {"DEFAULT?"}


def test_other_systems_files_are_left_alone():
    files = {
        "bitbucket-pipelines.yml": "pipelines:\n  default:\n  - step: {script: [terraform plan]}\n",
        "ci/chart.yaml": "steps:\n- name: x\n",
    }
    assert steps(azure_pipelines, files) == []
