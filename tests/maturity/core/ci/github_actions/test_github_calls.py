"""Reusable workflows and composite actions, opened with the inputs they are given."""

from __future__ import annotations

from maturity.core.pipeline import Act, Event
from maturity.core.source import Source
from tests.maturity.core.ci.github_actions.running import (
    OURS,
    PATH,
    certain,
    job,
    outside,
    perhaps,
    reasons,
    steps,
)

REUSABLE = ".github/workflows/reusable.yml"
ACTION = ".github/actions/terraform/action.yml"
CALLED = """
    on:
      workflow_call:
        inputs:
          apply: {type: boolean, default: false}
          dir: {type: string, default: infra}
    jobs:
      terraform:
        steps:
          - {run: plan, working-directory: "${{ inputs.dir }}"}
          - {run: apply, if: inputs.apply}
    """
COMPOSITE = """
    inputs: {command: {default: plan}}
    runs:
      using: composite
      steps:
        - {run: "terraform ${{ inputs.command }}", shell: bash}
        - {run: "${{ github.action_path }}/check.sh", shell: bash}
        - {run: "$GITHUB_ACTION_PATH/more.sh", shell: bash}
    """


def call(given: str = "", on: str = "pull_request") -> str:
    return f"{{on: {on}, jobs: {{tf: {{uses: ./{REUSABLE}, with: {{{given}}}}}}}}}"


def test_a_reusable_workflow_runs_under_the_events_of_its_caller() -> None:
    (step,) = steps(call(), {REUSABLE: CALLED})
    assert step.path == REUSABLE
    assert step.events == {Event.PULL_REQUEST}
    assert step.via == (Source(PATH, 1),)
    assert step.context.workflow == PATH
    assert step.context.job == "tf / terraform"
    assert step.cwd == "infra"


def test_the_caller_decides_with_its_inputs() -> None:
    others = {REUSABLE: CALLED}
    assert set(certain(call("apply: false"), others)) == {"plan"}
    assert set(certain(call("apply: true, dir: prod"), others)) == {"plan", "apply"}
    assert steps(call("apply: true, dir: prod"), others)[0].cwd == "prod"


def test_an_input_may_depend_on_the_event() -> None:
    given = "apply: \"${{ github.ref == 'refs/heads/main' }}\""
    ran = certain(call(given, "[push, pull_request]"), {REUSABLE: CALLED})
    assert ran["apply"] == {Event.DEFAULT}
    assert ran["plan"] == {Event.DEFAULT, Event.BRANCH, Event.TAG, Event.PULL_REQUEST}


def test_soft_and_uncertain_callers_make_soft_and_uncertain_steps() -> None:
    workflow = f"on: push\njobs:\n  tf:\n    uses: ./{REUSABLE}\n    if: github.repository == 'x/y'\n"
    assert perhaps(workflow, {REUSABLE: CALLED})["plan"] == {Event.BRANCH, Event.DEFAULT, Event.TAG}
    action = job("continue-on-error: true", "push")
    assert steps(action)[0].soft == "continue-on-error"


def test_a_workflow_that_calls_itself_stops() -> None:
    jobs = f"again: {{uses: ./{PATH}}}, one: {{steps: [{{run: one}}]}}"
    workflow = f"{{on: [push, workflow_call], jobs: {{{jobs}}}}}"
    assert [step.run for step in steps(workflow)] == ["one"]
    assert reasons(workflow) == ["job again: the workflow calls itself"]


def test_calls_are_followed_four_files_deep() -> None:
    def path(depth: int) -> str:
        return f".github/workflows/{depth}.yml"

    def called(at: int) -> str:
        jobs = f"c: {{uses: ./{path(at + 1)}}}, r: {{steps: [{{run: r{at}}}]}}"
        return f"{{on: workflow_call, jobs: {{{jobs}}}}}"

    others = {path(at): called(at) for at in range(1, 8)}
    workflow = f"{{on: push, jobs: {{c: {{uses: ./{path(1)}}}}}}}"
    assert sorted(step.run for step in steps(workflow, others)) == ["r1", "r2", "r3", "r4"]


def test_a_reusable_workflow_of_this_very_repository_is_opened_by_its_full_name() -> None:
    workflow = call().replace("./", "ours/infra/").replace(".yml", ".yml@main")
    assert [step.run for step in steps(workflow, {REUSABLE: CALLED}, OURS)] == ["plan"]


def test_a_workflow_of_another_repository_is_delegated_with_a_guess() -> None:
    ref = "o/r/.github/workflows/terraform-plan.yml@v1"
    (one,) = outside(f"{{on: pull_request, jobs: {{a: {{uses: {ref}, with: {{dir: x}}}}}}}}")
    assert (one.ref, one.inputs) == (ref, {"dir": "x"})
    assert one.might == {Act.PLAN}
    assert one.events == {Event.PULL_REQUEST}


def test_a_missing_local_workflow_is_delegated() -> None:
    assert [one.ref for one in outside(call())] == [f"./{REUSABLE}"]


def test_a_composite_action_is_opened_with_its_inputs() -> None:
    step = "- {uses: ./.github/actions/terraform, with: {command: apply}}"
    workflow = job("", "push").replace("- run: plan", step)
    found = steps(workflow, {ACTION: COMPOSITE})
    assert [step.run for step in found] == [
        "terraform apply",
        "$GITHUB_WORKSPACE/.github/actions/terraform/check.sh",
        "$GITHUB_WORKSPACE/.github/actions/terraform/more.sh",
    ]
    assert found[0].via == (Source(PATH, 6),)
    assert found[0].siblings[0].uses == "./.github/actions/terraform"
    assert found[0].siblings[found[0].index].run == "terraform apply"


def test_a_composite_action_that_uses_itself_stops() -> None:
    inside = "{run: x, shell: bash}, {uses: ./.github/actions/terraform}"
    looping = f"{{runs: {{using: composite, steps: [{inside}]}}}}"
    workflow = job("", "push").replace("run: plan", "uses: ./.github/actions/terraform")
    assert [step.run for step in steps(workflow, {ACTION: looping})] == ["x"]


def test_an_action_we_cannot_open_is_delegated() -> None:
    workflow = job("", "push").replace("run: plan", "uses: ./elsewhere/tflint")
    (one,) = outside(workflow)
    assert one.ref == "./elsewhere/tflint"
    assert one.might == {Act.LINT}
    assert steps(workflow) == []


def test_a_local_node_action_stays_a_step_with_a_note() -> None:
    workflow = job("", "push").replace("run: plan", "uses: ./.github/actions/terraform")
    (step,) = steps(workflow, {ACTION: "{runs: {using: node20, main: index.js}}"})
    assert (step.step.uses, step.note) == (
        "./.github/actions/terraform", "a local node20 action: its code is not read"
    )  # fmt: skip


def test_actions_of_others_stay_steps() -> None:
    workflow = job("", "push").replace("run: plan", "uses: docker://hashicorp/terraform:1.9")
    assert [step.step.uses for step in steps(workflow)] == ["docker://hashicorp/terraform:1.9"]


def test_inputs_of_actions_are_texts_so_false_is_true() -> None:
    runs = "{using: composite, steps: [{run: x, if: inputs.run, shell: bash}]}"
    action = f"{{inputs: {{run: {{default: 'false'}}}}, runs: {runs}}}"
    workflow = job("", "push").replace("run: plan", "uses: ./.github/actions/terraform")
    assert [step.run for step in steps(workflow, {ACTION: action})] == ["x"]


def test_identity_tokens_are_granted_by_the_caller() -> None:
    workflow = call().replace("{tf: {", "{tf: {permissions: {id-token: write}, ")
    assert steps(workflow, {REUSABLE: CALLED})[0].context.oidc
    assert not steps(call(), {REUSABLE: CALLED})[0].context.oidc
