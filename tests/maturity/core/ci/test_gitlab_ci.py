from __future__ import annotations

from maturity.core.ci import gitlab_ci
from tests.maturity.core.ci.reaching import delegated, steps, when


def ci(text: str, **more: str) -> dict[str, str]:
    return {
        ".gitlab-ci.yml": text,
        **{path.replace("__", "/") + ".yml": content for path, content in more.items()},
    }


def test_a_job_without_rules_runs_for_pushes_and_tags_but_not_for_merge_requests():
    files = ci("plan:\n  script: terraform plan\n")
    assert when(gitlab_ci, files, "plan") == {"BRANCH", "DEFAULT", "TAG"}


def test_with_workflow_rules_a_job_without_rules_also_runs_for_merge_requests():
    files = ci("""\
        workflow:
          rules:
            - if: $CI_PIPELINE_SOURCE == "merge_request_event"
            - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
        plan:
          script: terraform plan
        """)
    assert when(gitlab_ci, files, "plan") == {"PULL_REQUEST", "DEFAULT"}


def test_the_first_rule_that_matches_decides():
    files = ci("""\
        apply:
          script: terraform apply
          rules:
            - if: $CI_COMMIT_TAG
              when: never
            - if: $CI_COMMIT_BRANCH == "main"
              when: manual
        """)
    assert when(gitlab_ci, files, "apply") == {"DEFAULT"}
    assert steps(gitlab_ci, files, "apply")[0].context.gate == "when: manual"


def test_a_schedule_lives_on_the_server_so_it_only_may_run():
    files = ci("""\
        drift:
          script: terraform plan -detailed-exitcode
          rules:
            - if: $CI_PIPELINE_SOURCE == "schedule"
        """)
    assert when(gitlab_ci, files, "plan") == {"SCHEDULE?"}


def test_a_condition_on_an_unknown_variable_leaves_the_job_in_doubt():
    files = ci("""\
        scan:
          script: checkov -d .
          rules:
            - if: $RUN_SCANS == "yes"
        """)
    assert all(name.endswith("?") for name in when(gitlab_ci, files, "checkov"))


def test_only_and_except_name_branches_patterns_and_keywords():
    files = ci("""\
        a:
          script: tf-a
          only: [merge_requests]
        b:
          script: tf-b
          only: [/^(main|release-.*)$/]
          except: [tags]
        c:
          script: tf-c
          except: [main, tags]
        """)
    assert when(gitlab_ci, files, "tf-a") == {"PULL_REQUEST"}
    assert when(gitlab_ci, files, "tf-b") == {"DEFAULT"}
    assert when(gitlab_ci, files, "tf-c") == {"BRANCH"}


def test_a_hidden_job_runs_only_where_it_is_extended():
    files = ci("""\
        .tf:
          before_script: [cd infra]
          script: terraform destroy
        plan:
          extends: .tf
          script: [terraform init, terraform plan]
        """)
    assert when(gitlab_ci, files, "destroy") == set()
    assert steps(gitlab_ci, files, "terraform plan")[0].cwd == "infra"


def test_references_pull_in_scripts_and_rules_of_other_jobs():
    files = ci("""\
        .setup:
          script: [cd live/prod]
          rules:
            - if: $CI_MERGE_REQUEST_IID
        plan:
          script:
            - !reference [.setup, script]
            - terraform plan
          rules: !reference [.setup, rules]
        """)
    assert when(gitlab_ci, files, "terraform plan") == {"PULL_REQUEST"}


def test_a_local_include_is_merged_and_keeps_its_own_path_and_line():
    files = ci("include: /ci/plan.yml\n", ci__plan="# header\nplan:\n  script:\n    - terraform plan\n")
    (step,) = steps(gitlab_ci, files, "terraform plan")
    assert (step.path, step.step.run_line) == ("ci/plan.yml", 4)


def test_what_an_include_elsewhere_does_is_not_known():
    files = ci("""\
        include:
          - project: group/templates
            file: /terraform-plan.yml
          - template: Terraform/Base.gitlab-ci.yml
        build:
          extends: .terraform:build
        """)
    assert delegated(gitlab_ci, files) == {"project:group/templates/terraform-plan.yml"}
    assert when(gitlab_ci, files, "#.terraform:build") == {"BRANCH", "DEFAULT", "TAG"}


def test_a_comment_is_not_a_job():
    files = ci("test:\n  script: [make test]\n# plan:\n#   script: terraform plan\n")
    assert when(gitlab_ci, files, "terraform") == set()


def test_allow_failure_and_after_script_cannot_fail_the_pipeline():
    files = ci("""\
        scan:
          script: checkov -d .
          after_script: [./report.sh]
          allow_failure: true
        lint:
          script: tflint
          after_script: [./tell.sh]
        """)
    assert steps(gitlab_ci, files, "checkov")[0].soft == "allow_failure: true"
    assert steps(gitlab_ci, files, "tflint")[0].soft == ""
    assert steps(gitlab_ci, files, "tell")[0].soft == "after_script"


def test_a_local_child_pipeline_runs_under_the_events_of_its_trigger():
    files = ci("""\
        infra:
          trigger:
            include: infra/ci.yml
          rules:
            - if: $CI_MERGE_REQUEST_IID
        """, infra__ci="plan:\n  rules:\n    - when: always\n  script: terraform plan\n")  # fmt: skip
    found = steps(gitlab_ci, files, "terraform plan")
    assert when(gitlab_ci, files, "terraform plan") == {"PULL_REQUEST"}
    assert found[0].via[0].path == ".gitlab-ci.yml"


def test_a_matrix_comes_once_per_combination_its_script_speaks_of():
    files = ci("""\
        plan:
          parallel:
            matrix:
              - ENV: [dev, prod]
          script: terraform -chdir=envs/$ENV plan
          environment: $ENV
          resource_group: tf
        """)
    found = steps(gitlab_ci, files, "plan")
    assert {one.env["ENV"] for one in found} == {"dev", "prod"}
    assert {(one.context.environment, one.context.serial) for one in found} == {
        ("dev", "resource_group: tf"), ("prod", "resource_group: tf"),
    }  # fmt: skip


def test_inputs_of_a_local_include_are_filled_in():
    template = "spec: {inputs: {dir: {default: x}}}\n---\nplan:\n  script: tf -chdir=$[[ inputs.dir ]] plan\n"
    files = ci("include:\n  - local: ci/t.yml\n    inputs: {dir: live}\n", ci__t=template)
    assert "-chdir=live" in steps(gitlab_ci, files, "plan")[0].run


def test_a_workflow_rule_gives_variables_to_its_pipelines():
    files = ci("""\
        workflow:
          rules:
            - if: $CI_COMMIT_BRANCH == "main"
              variables: {DIR: live/prod}
        plan:
          script: terraform -chdir=$DIR plan
        """)
    assert steps(gitlab_ci, files, "plan")[0].env["DIR"] == "live/prod"


def test_includes_in_a_circle_and_aliases_without_end_are_survived():
    files = ci("include: ci/a.yml\nx:\n  extends: x\n  script: y\n", ci__a="include: .gitlab-ci.yml\n")
    assert when(gitlab_ci, files, "y") == {"BRANCH", "DEFAULT", "TAG"}
