from __future__ import annotations

from maturity.core.ci import bitbucket
from tests.maturity.core.ci.reaching import steps, when


def pipelines(text: str) -> dict[str, str]:
    return {"bitbucket-pipelines.yml": text}


def test_default_runs_for_branches_that_have_no_pipeline_of_their_own():
    files = pipelines("""\
        pipelines:
          default:
          - step: {script: [terraform plan]}
          branches:
            main:
            - step: {script: [terraform apply]}
        """)
    assert when(bitbucket, files, "plan") == {"BRANCH"}
    assert when(bitbucket, files, "apply") == {"DEFAULT"}


def test_a_branch_named_outright_goes_before_a_pattern():
    files = pipelines("""\
        pipelines:
          branches:
            '**':
            - step: {script: [terraform plan]}
            master:
            - step: {script: [terraform apply]}
        """)
    assert when(bitbucket, files, "plan") == {"BRANCH"}


def test_pull_requests_tags_and_custom_pipelines_have_their_own_events():
    files = pipelines("""\
        pipelines:
          pull-requests:
            '**':
            - step: {script: [terraform plan]}
          tags:
            'v*':
            - step: {script: [terraform apply]}
          custom:
            destroy:
            - step: {script: [terraform destroy]}
            nightly-drift:
            - step: {script: [driftctl scan]}
        """)
    assert when(bitbucket, files, "plan") == {"PULL_REQUEST"}
    assert when(bitbucket, files, "apply") == {"TAG"}
    assert when(bitbucket, files, "destroy") == {"MANUAL"}
    assert when(bitbucket, files, "driftctl") == {"MANUAL", "SCHEDULE?"}


def test_everything_after_a_manual_step_waits_for_a_person():
    files = pipelines("""\
        definitions:
          steps:
          - step: &apply
              name: Apply
              deployment: production
              trigger: manual
              script: [terraform apply]
        pipelines:
          default:
          - step: {script: [terraform plan]}
          - step: *apply
          - step: {script: [./smoke.sh]}
        """)
    assert [one.context.gate for one in steps(bitbucket, files)] == ["", "trigger: manual", "trigger: manual"]
    assert steps(bitbucket, files, "apply")[0].context.serial == "deployment: production"


def test_parallel_steps_pipes_and_folders_are_followed():
    files = pipelines("""\
        pipelines:
          default:
          - parallel:
            - step:
                script:
                - cd infra
                - pipe: atlassian/slack-notify:2.0.0
                  variables: {MESSAGE: hello}
                - terraform plan
                after-script: [./report.sh]
        """)
    cd, pipe, plan, report = steps(bitbucket, files)
    assert (cd.run, pipe.step.uses, pipe.inputs) == (
        "cd infra",
        "pipe:atlassian/slack-notify",
        {"MESSAGE": "hello"},
    )
    assert (plan.cwd, report.soft) == ("infra", "after-script")
