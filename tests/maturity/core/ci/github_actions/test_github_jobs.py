"""What a step is given: folder, shell, environment, matrix."""

from __future__ import annotations

from gc import collect
from weakref import ref

import pytest

from maturity.core.ci.github_actions import GitHubWorkflow, merge, reach
from maturity.core.pipeline import Event, Shell
from tests.maturity.core.ci.github_actions.running import (
    PATH,
    files_of,
    job,
    outside,
    perhaps,
    reasons,
    steps,
)


def test_a_matrix_of_literals_gives_every_folder() -> None:
    body = """
        strategy:
          matrix: {dir: [infra/dev, infra/prod]}
        defaults: {run: {working-directory: "${{ matrix.dir }}"}}
        """
    assert [step.cwd for step in steps(job(body))] == ["infra/dev", "infra/prod"]


def test_a_matrix_that_changes_nothing_gives_one_step() -> None:
    assert len(steps(job("strategy: {matrix: {version: [1, 2, 3]}}", "push"))) == 1


def test_include_extends_and_adds_combinations() -> None:
    body = """
        strategy:
          matrix:
            env: [dev, prod]
            include: [{env: prod, dir: live}, {env: extra, dir: x}]
        env: {WHERE: "${{ matrix.env }}:${{ matrix.dir }}"}
        """
    assert [step.env["WHERE"] for step in steps(job(body))] == ["dev:", "prod:live", "extra:x"]


def test_exclude_takes_combinations_away() -> None:
    body = """
        strategy: {matrix: {a: [1, 2], b: [x, y], exclude: [{a: 1, b: x}]}}
        env: {WHERE: "${{ matrix.a }}${{ matrix.b }}"}
        """
    assert [step.env["WHERE"] for step in steps(job(body))] == ["1y", "2x", "2y"]


def test_objects_in_a_matrix_are_read_by_name() -> None:
    body = """
        strategy: {matrix: {stack: [{name: a, dir: one}, {name: b, dir: two}]}}
        defaults: {run: {working-directory: "${{ matrix.stack.dir }}"}}
        """
    assert [step.cwd for step in steps(job(body))] == ["one", "two"]


@pytest.mark.parametrize("dirs", ['"${{ fromJSON(needs.find.outputs.dirs) }}"', str(list(range(65)))])
def test_a_computed_or_huge_matrix_leaves_the_folder_unknown(dirs: str) -> None:
    body = f"""
        strategy: {{matrix: {{dir: {dirs}}}}}
        defaults: {{run: {{working-directory: "${{{{ matrix.dir }}}}"}}}}
        """
    (step,) = steps(job(body))
    assert step.cwd is None
    assert step.certain


def test_a_matrix_in_json_is_read_when_the_caller_writes_it_out() -> None:
    called = """
        {on: {workflow_call: {inputs: {dirs: {type: string}}}}, jobs: {plan: {
          strategy: {matrix: {dir: "${{ fromJSON(inputs.dirs) }}"}},
          steps: [{run: plan, working-directory: "${{ matrix.dir }}"}]}}}
        """
    workflow = '{on: push, jobs: {a: {uses: ./.github/workflows/r.yml, with: {dirs: \'["a", "b"]\'}}}}'
    assert [step.cwd for step in steps(workflow, {".github/workflows/r.yml": called})] == ["a", "b"]


def test_a_matrix_value_decides_a_step() -> None:
    workflow = """
        on: push
        jobs:
          apply:
            strategy: {matrix: {include: [{env: dev, apply: true}, {env: prod, apply: false}]}}
            steps: [{if: matrix.apply, run: "apply ${{ matrix.env }}"}]
        """
    assert [step.run for step in steps(workflow)] == ["apply dev"]


@pytest.mark.parametrize(
    ("shell", "expected"),
    [
        ("", Shell.ERREXIT),
        ("bash", Shell.PIPEFAIL),
        ("sh", Shell.ERREXIT),
        ("bash {0}", Shell.LOOSE),
        ("bash -e {0}", Shell.ERREXIT),
        ("bash -euo pipefail {0}", Shell.PIPEFAIL),
        ("pwsh", Shell.OTHER),
        ("python", Shell.OTHER),
    ],
)
def test_the_shell_says_what_a_failure_does(shell: str, expected: Shell) -> None:
    body = f"defaults: {{run: {{shell: '{shell}'}}}}" if shell else ""
    assert steps(job(body))[0].step.shell is expected


def test_windows_runners_do_not_start_bash() -> None:
    assert steps(job("").replace("ubuntu-latest", "windows-latest"))[0].step.shell is Shell.OTHER


def test_the_nearest_default_folder_wins() -> None:
    workflow = """
        on: push
        defaults: {run: {working-directory: top, shell: bash}}
        jobs:
          a:
            defaults: {run: {working-directory: ./inner}}
            steps: [{run: a}, {run: b, working-directory: step/}]
          c: {steps: [{run: c}]}
        """
    assert [(step.run, step.cwd) for step in steps(workflow)] == [("a", "inner"), ("b", "step"), ("c", "top")]
    assert steps(workflow)[0].step.shell is Shell.PIPEFAIL


def test_a_folder_on_the_runner_is_found_again_in_the_repository() -> None:
    workflow = """
        on: push
        jobs:
          a:
            steps:
              - {uses: actions/checkout@v4, with: {path: code}}
              - {uses: actions/checkout@v4, with: {repository: other/repo, path: tools}}
              - {run: here, working-directory: code/infra}
              - {run: there, working-directory: tools/infra}
              - {run: top, working-directory: "${{ github.workspace }}/code"}
              - {run: unknown, working-directory: /tmp}
              - {uses: ./tools/action}
        """
    ran = {step.run: step.cwd for step in steps(workflow) if step.run}
    assert ran == {"here": "infra", "there": None, "top": "", "unknown": None}
    assert [one.ref for one in outside(workflow)] == ["./tools/action"]


def test_a_script_speaks_of_the_folder_the_repository_was_checked_out_into() -> None:
    workflow = """
        on: push
        jobs:
          a:
            steps:
              - {uses: actions/checkout@v4, with: {path: code}}
              - {uses: actions/checkout@v4, with: {repository: other/repo, path: code-of-others}}
              - {run: "code/run.sh code-of-others/x"}
              - {run: "cd ${{ github.workspace }}/code && cd $GITHUB_WORKSPACE/code/a"}
              - {run: "docker build -t code ."}
        """
    assert [step.run for step in steps(workflow) if step.run] == [
        "$GITHUB_WORKSPACE/run.sh code-of-others/x",
        "cd $GITHUB_WORKSPACE && cd $GITHUB_WORKSPACE/a",
        "docker build -t code .",
    ]


def test_environments_merge_and_the_innermost_wins() -> None:
    workflow = """
        on: push
        env: {A: top, B: top}
        jobs:
          x:
            env: {B: job}
            steps: [{run: "echo ${{ env.B }} ${{ env.LATER }}", env: {C: "${{ env.A }}1"}}]
        """
    (step,) = steps(workflow)
    assert step.env == {"A": "top", "B": "job", "C": "top1"}
    assert step.run == "echo job ${{ env.LATER }}"


def test_what_is_only_guessed_is_never_written_into_a_script() -> None:
    script = "plan ${{ github.base_ref }} ${{ github.actor }}"
    workflow = job("", "pull_request").replace("run: plan", f"run: {script}")
    assert steps(workflow)[0].run == script


def test_soft_steps_say_why_and_firm_ones_do_not() -> None:
    workflow = """
        on: push
        jobs:
          a:
            strategy: {matrix: {trial: [false]}}
            steps:
              - {run: soft, continue-on-error: true}
              - {run: firm, continue-on-error: "${{ matrix.trial }}"}
              - {run: who-knows, continue-on-error: "${{ vars.SOFT }}"}
        """
    assert {step.run: step.soft for step in steps(workflow)} == {
        "soft": "continue-on-error",
        "firm": "",
        "who-knows": "continue-on-error: ${{ vars.SOFT }}",
    }


def test_the_job_says_what_surrounds_its_steps() -> None:
    body = """
        environment: {name: "${{ 'prod' }}", url: https://example.org}
        concurrency: {group: apply, cancel-in-progress: true}
        permissions: {id-token: write}
        """
    context = steps(job(body))[0].context
    assert (context.environment, context.gate) == ("prod", "environment: prod")
    assert (context.serial, context.cancels, context.oidc) == ("apply", True, True)
    assert (context.system, context.job) == ("github-actions", "plan")


def test_cancelling_only_on_pull_requests_spares_the_merge() -> None:
    body = "concurrency: {group: x, cancel-in-progress: \"${{ github.event_name == 'pull_request' }}\"}"
    found = steps(job(body, "{pull_request: , push: {branches: [main]}}"))
    assert {(*step.events, step.context.cancels) for step in found} == {
        (Event.PULL_REQUEST, True), (Event.DEFAULT, False)
    }  # fmt: skip


def test_siblings_tell_under_which_events_they_run() -> None:
    workflow = """
        on: {pull_request: , push: {branches: [main]}}
        jobs: {a: {steps: [{id: plan, run: plan}, {if: github.event_name == 'push', run: apply}]}}
        """
    plan = steps(workflow)[0]
    assert [one.run for one in plan.siblings] == ["plan", "apply"]
    assert [one.events for one in plan.siblings] == [plan.events, {Event.DEFAULT}]


def test_odd_shapes_are_survived() -> None:
    jobs = "{a: x, b: {steps: x}}"
    for odd in ("{on: push}", "{on: push, jobs: []}", f"{{on: {{push: []}}, jobs: {jobs}}}", "{on: [[]]}"):
        assert steps(odd) == []
    assert perhaps("{on: push, jobs: {a: {needs: gone, steps: [{run: {}}, {uses: []}, x]}}}") == {}


def test_a_workflow_of_too_many_steps_is_cut_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merge, "MAX_SHOWN", 100)
    body = "strategy: {matrix: {a: [1, 2, 3, 4, 5, 6, 7, 8], b: [1, 2, 3, 4, 5, 6, 7, 8]}}"
    workflow = job(body).replace("run: plan", "run: plan ${{ matrix.a }} ${{ matrix.b }}")
    assert 0 < len(steps(workflow)) < 64


def test_the_files_are_forgotten_when_nobody_holds_them() -> None:
    files = files_of(job(""))
    assert list(reach(PATH, files.of(GitHubWorkflow)[PATH], files))
    gone = ref(files)
    del files
    collect()
    assert gone() is None


def test_a_workflow_that_is_not_a_mapping_is_unreadable() -> None:
    files = files_of("- not a workflow")
    assert files.unreadable[PATH].reason == "The workflow is not a mapping."
    assert reasons(job("")) == []
