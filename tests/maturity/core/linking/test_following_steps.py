"""From steps to activities."""

from __future__ import annotations

import pytest

from maturity.core.files import Files
from maturity.core.linking.follow import follow
from maturity.core.linking.reached import Reached
from maturity.core.pipeline import Act, Context, Delegated, Event, Shell, Step
from maturity.core.tree import MemoryTree

CONTEXT = Context(system="github-actions", workflow=".github/workflows/ci.yml", job="ci")
PULL = frozenset({Event.PULL_REQUEST})


def job(*steps: Step, events=PULL, cwd="", env=None, context=CONTEXT):
    return [
        Reached(
            step=step,
            path=context.workflow,
            context=context,
            events=events,
            cwd=cwd,
            run=step.run,
            inputs=step.inputs,
            env={**(env or {}), **step.env},
            siblings=steps,
            index=index,
            soft=step.soft,
        )
        for index, step in enumerate(steps)
    ]


def run(text, **more):
    return Step(line=10, run=text, run_line=11, **more)


def activities(*steps, files=None, **more):
    return follow(job(*steps, **more), Files(MemoryTree(files or {}))).activities


def acts(*steps, **more):
    return [one.act for one in activities(*steps, **more)]


def test_a_command_is_an_activity_at_its_own_line():
    (plan,) = activities(run("cd infra\nterraform plan -lock=false"))
    assert (plan.act, plan.at.line, plan.directory) == (Act.PLAN, 12, "infra")
    assert plan.flags == ("-lock=false",)


def test_the_folder_of_the_step_and_of_chdir_add_up():
    (plan,) = activities(run("terraform -chdir=prod plan"), cwd="live")
    assert plan.directory == "live/prod"


def test_a_folder_known_only_at_run_time_is_none():
    (plan,) = activities(run('terraform -chdir="$DIR" plan'))
    assert plan.directory is None


def test_a_loop_over_folders_is_one_activity_for_each():
    found = activities(run("for d in dev prod; do (cd live/$d && terraform plan); done"))
    assert [one.directory for one in found] == ["live/dev", "live/prod"]


def test_printed_commands_do_nothing():
    assert acts(run('echo "terraform apply -auto-approve"\nprintf "terraform plan"')) == []


@pytest.mark.parametrize(
    ("text", "shell", "why"),
    [
        ("tflint || true", Shell.ERREXIT, "|| true"),
        ("tflint | tee out.txt", Shell.ERREXIT, "pipefail"),
        ("tflint\necho done\ntrue", Shell.LOOSE, "goes on"),
        ("set +e\ntflint\ntrue", Shell.ERREXIT, "goes on"),
    ],
)
def test_a_lost_failure_is_soft_and_says_why(text, shell, why):
    (lint,) = activities(run(text, shell=shell))
    assert why in lint.soft


@pytest.mark.parametrize(
    ("text", "shell"),
    [
        ("tflint", Shell.ERREXIT),
        ("tflint | tee out.txt", Shell.PIPEFAIL),
        ("set -o pipefail\ntflint | tee out.txt", Shell.ERREXIT),
        ("echo hello\ntflint", Shell.LOOSE),
        ("tflint || { echo bad; exit 1; }", Shell.ERREXIT),
        ("if ! tflint; then exit 1; fi", Shell.ERREXIT),
        ("set +e\ntflint\nrc=$?\nexit $rc", Shell.ERREXIT),
    ],
)
def test_a_failure_that_reaches_the_step_gates(text, shell):
    assert [one.soft for one in activities(run(text, shell=shell))] == [""]


def test_powershell_is_read_and_python_is_not():
    assert acts(run("if ($x) {\n  terraform plan -out=p\n}", shell=Shell.OTHER)) == [Act.PLAN]
    assert acts(run("import os\nterraform plan", shell=Shell.OTHER)) == []


def test_continue_on_error_makes_every_command_soft():
    assert [one.soft for one in activities(run("tflint", soft="continue-on-error"))] == ["continue-on-error"]


def test_a_soft_step_gates_when_a_later_program_fails_the_job_for_it():
    policy = run("conftest test plan.json", id="rules", soft="continue-on-error")
    text = "if ('${{ steps.rules.outcome }}' === 'failure') { core.setFailed('refused') }"
    fails = Step(line=20, uses="actions/github-script@v7", inputs={"script": text})
    assert [one.soft for one in activities(policy, fails)] == [""]


def test_a_format_followed_by_an_empty_diff_is_a_check():
    assert acts(run("terraform fmt -recursive\ngit diff --exit-code")) == [Act.FMT_WRITE, Act.FMT]
    assert acts(run("git diff --exit-code")) == []


def test_a_policy_on_a_file_made_from_the_plan_is_a_policy_on_the_plan():
    found = acts(
        run("terraform plan -out=p\nterraform show -json p > out.json"), run("conftest test out.json")
    )
    assert found[-1] is Act.PLAN_POLICY
    assert acts(run("conftest test out.json")) == [Act.POLICY]


def test_a_plan_piped_into_a_policy_is_a_policy_on_the_plan():
    assert acts(run("terraform show -json p | conftest test -"))[-1] is Act.PLAN_POLICY


def test_a_look_into_the_plan_that_can_fail_is_a_policy_made_at_home():
    gate = "n=$(terraform show -json p | jq '.x|length')\nif [ \"$n\" -gt 0 ]; then exit 1; fi"
    assert Act.PLAN_POLICY in acts(run(gate))
    assert Act.PLAN_POLICY not in acts(run("terraform show -json p | jq ."))


def test_an_apply_destroyed_by_the_same_job_is_a_test():
    steps = (
        run("terraform apply -auto-approve"),
        run("terraform destroy -auto-approve", condition="always()"),
    )
    assert acts(*steps) == [Act.INTEGRATION_TEST, Act.DESTROY]


def test_an_apply_undone_only_when_it_fails_is_an_apply():
    steps = (
        run("terraform apply -auto-approve"),
        run("terraform destroy -auto-approve", condition="failure()"),
    )
    assert acts(*steps)[0] is Act.APPLY


def test_a_destroy_before_the_apply_is_no_test():
    assert acts(run("terraform destroy -auto-approve\nterraform apply -auto-approve")) == [
        Act.DESTROY,
        Act.APPLY,
    ]


def comment(body, **more):
    return Step(line=30, uses="marocchino/sticky-pull-request-comment@v2", inputs={"message": body}, **more)


def test_a_comment_counts_when_it_shows_the_plan_of_its_job():
    plan = run("terraform plan -no-color > plan.txt", id="plan")
    assert acts(plan, comment("${{ steps.plan.outputs.stdout }}")) == [Act.PLAN, Act.PLAN_COMMENT]
    assert acts(plan, comment("thank you for your change")) == [Act.PLAN]
    assert acts(comment("${{ steps.plan.outputs.stdout }}")) == []


def test_a_comment_that_only_says_how_steps_ended_does_not_show_the_plan():
    plan = run("terraform plan", id="plan")
    ended = "const body = `Plan: ${{ steps.plan.outcome }}`; github.rest.issues.createComment({body})"
    shown = ended.replace("steps.plan.outcome }}", "steps.plan.outcome }} ${{ steps.plan.outputs.stdout }}")
    for script, there in ((ended, False), (shown, True)):
        comment = Step(line=20, uses="actions/github-script@v7", inputs={"script": script})
        assert (Act.PLAN_COMMENT in acts(plan, comment)) is there


def test_a_comment_in_another_job_counts_when_it_speaks_of_the_plan():
    other = Context(system="github-actions", workflow=CONTEXT.workflow, job="publish-plan")
    steps = [*job(run("terraform plan")), *job(comment("${{ needs.plan.outputs.text }}"), context=other)]
    found = follow(steps, Files(MemoryTree({}))).activities
    assert [one.act for one in found] == [Act.PLAN, Act.PLAN_COMMENT]


def test_a_program_of_the_repository_may_post_the_comment():
    script = Step(
        line=20, uses="actions/github-script@v7", inputs={"script": "await require('./ci/post.js')({})"}
    )
    files = {"ci/post.js": "module.exports = () => github.rest.issues.createComment({body: plan})"}
    assert acts(run("cdk diff"), script, files=files) == [Act.PLAN, Act.PLAN_COMMENT]


def test_a_variable_with_a_known_value_is_replaced():
    (plan,) = activities(run('TARGET=live/prod\nterraform -chdir="$TARGET" $VERB'), env={"VERB": "plan"})
    assert (plan.act, plan.directory) == (Act.PLAN, "live/prod")


def test_a_switch_on_the_event_decides_which_command_is_reached():
    text = 'if [ "$GITHUB_EVENT_NAME" = "pull_request" ]; then terraform plan; else terraform apply; fi'
    found = activities(run(text), events=frozenset({Event.PULL_REQUEST, Event.DEFAULT}))
    assert {one.act: set(one.events) for one in found} == {
        Act.PLAN: {Event.PULL_REQUEST},
        Act.APPLY: {Event.DEFAULT},
    }


def test_a_switch_on_something_unknown_makes_it_uncertain():
    found = activities(run('case "$ACTION" in\n plan) terraform plan;;\n apply) terraform apply;;\nesac'))
    assert [(one.act, one.certain) for one in found] == [(Act.PLAN, False), (Act.APPLY, False)]


def test_a_job_in_the_background_gates_when_it_is_waited_for():
    assert [one.soft for one in activities(run("tflint & pid=$!\nwait $pid"))] == [""]
    assert [bool(one.soft) for one in activities(run("tflint &\nwait"))] == [True]


def test_a_container_is_the_tool_its_image_names():
    assert acts(run("docker run --rm -v $PWD:/src aquasec/tfsec:v1 /src")) == [Act.SCAN]
    assert acts(
        Step(line=5, uses="docker://ghcr.io/allenporter/flux-local:v8", inputs={"args": "diff ks"})
    ) == [Act.PLAN]


def test_an_action_that_runs_a_command_is_looked_into():
    retry = Step(line=5, uses="nick-fields/retry@v3", inputs={"command": "terraform apply -auto-approve"})
    assert acts(retry) == [Act.APPLY]


def test_an_unknown_action_named_after_infrastructure_is_delegated():
    followed = follow(
        job(Step(line=5, uses="acme/terraform-plan-action@v1"), Step(line=6, uses="acme/greet@v1")),
        Files(MemoryTree({})),
    )
    assert [(one.ref, one.might) for one in followed.delegated] == [
        ("acme/terraform-plan-action@v1", frozenset({Act.PLAN}))
    ]


def test_settings_of_tfaction_say_which_of_its_checks_run():
    step = Step(line=3, uses="suzuki-shunsuke/tfaction@v2", inputs={"action": "test"})
    root = {"tfaction-root.yaml": "tflint:\n  enabled: false\n"}
    assert acts(step) == [Act.VALIDATE, Act.LINT, Act.FMT_WRITE, Act.SCAN]
    assert acts(step, files=root) == [Act.VALIDATE, Act.FMT_WRITE, Act.SCAN]


def test_tfaction_judges_the_plan_where_its_settings_name_policies():
    step = Step(line=3, uses="suzuki-shunsuke/tfaction@v2", inputs={"action": "plan"})
    root = {"tfaction-root.yaml": "conftest:\n  policies: [{policy: policy, plan: true}]\n"}
    assert acts(step) == [Act.PLAN, Act.PLAN_COMMENT]
    assert acts(step, files=root) == [Act.PLAN, Act.PLAN_COMMENT, Act.PLAN_POLICY]


def test_a_pipeline_elsewhere_that_is_told_to_apply_applies():
    elsewhere = Delegated(
        ref="acme/ci/.github/workflows/terraform.yml@main",
        at=job(run(""))[0].at,
        context=CONTEXT,
        events=PULL,
        inputs={"action": "apply", "path": "live"},
    )
    (apply,) = follow([elsewhere], Files(MemoryTree({}))).activities
    assert (apply.act, apply.directory) == (Act.APPLY, "live")


def test_equal_activities_are_told_once():
    steps = job(run("terraform plan"))
    assert len(follow([*steps, *steps], Files(MemoryTree({}))).activities) == 1
