"""What becomes of exit code 2."""

from __future__ import annotations

import pytest

from maturity.core.exit_code import SENTENCE, ExitCode, PlanRun, asks_for_detail, of
from maturity.core.pipeline import Shell, Step
from maturity.core.syntax.shell import commands

PLAN = "terraform plan -detailed-exitcode"
SETUP = Step(line=1, uses="hashicorp/setup-terraform@v3")
BARE = Step(line=1, uses="hashicorp/setup-terraform@v3", inputs={"terraform_wrapper": "false"})


def state(script, *later, before=BARE, shell=Shell.ERREXIT, soft=""):
    read = tuple(commands(script))
    plan = next(one for one in read if one.words[:2] == ("terraform", "plan"))
    steps = (before, Step(line=5, id="plan", run=script, soft=soft), *later)
    return of(PlanRun(command=plan, script=read, shell=shell, soft=soft, siblings=steps, index=1))


def when(condition):
    return Step(line=9, condition=condition, run="echo drift")


@pytest.mark.parametrize(
    "script",
    [
        f"set +e\n{PLAN}\nrc=$?\nif [ $rc -eq 2 ]; then echo drift; fi",
        f"set +e; {PLAN}; rc=$?; set -e\ncase $rc in\n0) ;;\n2) echo drift ;;\n*) exit 1 ;;\nesac",
        f'{PLAN} || rc=$?\n[[ "$rc" == "2" ]] && echo drift',
        f"set +e\n{PLAN} | tee out\ncode=${{PIPESTATUS[0]}}\nif [ $code -eq 2 ]; then echo drift; fi",
    ],
)
def test_a_script_that_compares_with_two_distinguishes(script):
    assert state(script) is ExitCode.DISTINGUISHED


def test_the_output_of_the_wrapper_compared_later_distinguishes():
    assert state(PLAN, when("steps.plan.outputs.exitcode == '2'"), before=SETUP) is ExitCode.DISTINGUISHED


def test_the_wrapper_left_on_and_nobody_reading_its_output_loses_the_code():
    assert state(PLAN, before=SETUP) is ExitCode.LOST_WRAPPER
    assert (
        state(f"set +e\n{PLAN}\nif [ $? -eq 2 ]; then echo drift; fi", before=SETUP) is ExitCode.LOST_WRAPPER
    )
    assert state(PLAN, when("steps.plan.outcome == 'failure'"), before=SETUP) is ExitCode.LOST_WRAPPER


def test_without_the_wrapper_the_step_fails_on_drift_and_on_errors():
    assert state(PLAN) is ExitCode.FAILS_ON_ANY


def test_an_outcome_cannot_tell_drift_from_an_error():
    assert (
        state(PLAN, when("steps.plan.outcome == 'failure'"), soft="continue-on-error")
        is ExitCode.FAILS_ON_ANY
    )


def test_a_failure_that_may_happen_and_nobody_reads_is_ignored():
    assert state(PLAN, soft="continue-on-error") is ExitCode.IGNORED
    assert state(f"{PLAN} || true") is ExitCode.IGNORED


def test_a_pipe_without_pipefail_loses_the_code():
    assert state(f"{PLAN} | tee plan.txt") is ExitCode.LOST_PIPE
    assert state(f"{PLAN} | tee plan.txt", shell=Shell.PIPEFAIL) is ExitCode.FAILS_ON_ANY


def test_a_shell_that_stops_at_the_plan_never_reaches_the_branch():
    script = f"{PLAN}\nrc=$?\nif [ $rc -eq 0 ]; then echo fine; elif [ $rc -eq 2 ]; then echo drift; fi"
    assert state(script) is ExitCode.DEAD_BRANCH
    assert state(script, shell=Shell.LOOSE) is ExitCode.DISTINGUISHED


def test_a_plan_as_a_condition_takes_an_error_for_drift():
    assert state(f"if {PLAN}; then echo clean; else echo drift; fi") is ExitCode.FAILS_ON_ANY


def test_the_code_handed_to_a_later_step_is_followed():
    script = f'set +e\n{PLAN}\necho "code=$?" >> "$GITHUB_OUTPUT"'
    assert state(script, when("steps.plan.outputs.code == '2'")) is ExitCode.DISTINGUISHED


def test_the_detail_is_asked_for_by_option_or_by_environment():
    assert asks_for_detail(("-detailed-exitcode",), {})
    assert asks_for_detail((), {"TF_CLI_ARGS_plan": "-detailed-exitcode -lock=false"})
    assert not asks_for_detail(("-out=p",), {"TF_CLI_ARGS": "-no-color"})


def test_every_state_has_a_sentence():
    assert set(SENTENCE) == set(ExitCode)
    assert all(text.endswith(".") for text in SENTENCE.values())


def test_an_output_the_script_writes_itself_is_no_better_than_what_it_writes():
    script = f'{PLAN} | tee plan.txt\necho "exitcode=$?" >> "$GITHUB_OUTPUT"'
    assert state(script, when("steps.plan.outputs.exitcode == '2'")) is ExitCode.LOST_PIPE
