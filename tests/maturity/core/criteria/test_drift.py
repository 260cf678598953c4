"""Drift: looked for, told, put right; each way of doing it wrong has a sentence of its own."""

from __future__ import annotations

import pytest

from maturity.core.criterion import Outcome
from tests.maturity.core.making import DAILY, PULL_REQUEST, finding, workflow

PLAN = "terraform plan -detailed-exitcode -lock=false -input=false"
TOLD_APART = (
    f'set +e\n{PLAN}\nrc=$?\nset -e\ncase "$rc" in\n  0) ;;\n  2) exit 1 ;;\n  *) exit "$rc" ;;\nesac'
)
SETUP = "      - uses: hashicorp/setup-terraform@v3\n"
BARE = SETUP + "        with:\n          terraform_wrapper: false\n"


def checked(on: str, *runs: str, steps: str = BARE) -> tuple[Outcome, str]:
    found = finding({".github/workflows/drift.yml": workflow(on, *runs, steps=steps)}, "drift_checked")
    return found.outcome, found.message


def test_exit_code_two_told_from_one_is_a_drift_check():
    assert checked(DAILY, TOLD_APART)[0] is Outcome.MET


def test_a_job_that_fails_on_any_code_counts_and_is_told_what_it_mixes_up():
    outcome, message = checked(DAILY, PLAN)
    assert outcome is Outcome.MET
    assert "an error looks the same as drift" in message


def test_a_plan_searched_for_the_words_that_say_nothing_changes_is_a_drift_check():
    outcome, message = checked(
        DAILY, 'out=$(terraform plan)\necho "$out" | grep -q "No changes" || drift=true'
    )
    assert outcome is Outcome.MET
    assert "an error looks the same as drift" in message


def test_a_job_that_stops_at_the_plan_is_red_on_drift_and_is_told_what_it_never_reaches():
    outcome, message = checked(DAILY, f"{PLAN}\nif [ $? -eq 2 ]; then exit 1; fi")
    assert outcome is Outcome.MET
    assert "the shell stops at the plan" in message


@pytest.mark.parametrize(
    ("on", "run", "steps", "sentence"),
    [
        (DAILY, PLAN, SETUP, "the setup action's wrapper turns exit code 2 into success"),
        (DAILY, f"{PLAN} | tee plan.txt", BARE, "the plan is piped without pipefail"),
        (DAILY, f"{PLAN} || true", BARE, "the step may fail and nothing reads the result"),
        (DAILY, "terraform plan -input=false", BARE, "ends with 0 whether there is drift or not"),
        (DAILY, f"{PLAN} -target=aws_s3_bucket.logs", BARE, "a part of the stack only"),
        (DAILY, f"{PLAN} -refresh=false", BARE, "does not look at what is running"),
        ('{schedule: [{cron: "0 6 1 * *"}]}', TOLD_APART, BARE, "leaves 31 days between two checks"),
        (DAILY, "terraform init", BARE, "nothing looks for drift on a schedule"),
        (PULL_REQUEST, TOLD_APART, BARE, "nothing looks for drift on a schedule"),
    ],
)
def test_each_way_to_lose_the_answer_has_its_sentence(on: str, run: str, steps: str, sentence: str):
    outcome, message = checked(on, run, steps=steps)
    assert outcome is Outcome.NOT_MET
    assert sentence in message


def test_a_message_in_the_same_workflow_tells_somebody():
    silent = {".github/workflows/drift.yml": workflow(DAILY, PLAN)}
    told = {".github/workflows/drift.yml": workflow(DAILY, PLAN, 'gh issue create --title "Drift" --body ""')}
    assert finding(silent, "drift_alerted").outcome is Outcome.NOT_MET
    assert finding(told, "drift_alerted").outcome is Outcome.MET


def test_a_message_that_waits_for_a_lost_exit_code_tells_nobody():
    look = f"{BARE}      - id: plan\n        run: |\n          {PLAN} | tee plan.txt\n"
    look += '          echo "exitcode=$?" >> "$GITHUB_OUTPUT"\n'
    tell = "      - if: steps.plan.outputs.exitcode == '2'\n        uses: slackapi/slack-github-action@v2\n"
    found = finding({".github/workflows/drift.yml": workflow(DAILY, steps=look + tell)}, "drift_alerted")
    assert (found.outcome, "lost in a pipe" in found.message) == (Outcome.NOT_MET, True)


def test_nobody_is_asked_to_tell_of_a_check_that_does_not_exist():
    assert finding({}, "drift_alerted").outcome is Outcome.NOT_APPLICABLE


APPLY = "terraform apply -input=false -auto-approve"


def test_applying_the_default_branch_again_puts_drift_right():
    assert finding({".github/workflows/a.yml": workflow(DAILY, APPLY)}, "self_healing").outcome is Outcome.MET


def test_an_environment_that_is_taken_down_and_put_up_is_not_being_repaired():
    files = {
        ".github/workflows/up.yml": workflow(DAILY, APPLY),
        ".github/workflows/down.yml": workflow(DAILY, "terraform destroy -auto-approve"),
    }
    found = finding(files, "self_healing")
    assert found.outcome is Outcome.NOT_MET
    assert "that a schedule also destroys" in found.looked_at[0]


def test_repairing_an_environment_that_does_not_decide_is_not_self_healing():
    backend = 'terraform {\n  backend "s3" {\n    key = "%s"\n  }\n}\n'
    files = {
        "envs/prod/main.tf": backend % "prod",
        "envs/dev/main.tf": backend % "dev",
        ".github/workflows/a.yml": workflow(DAILY, APPLY).replace("directory: infra", "directory: envs/dev"),
    }
    assert finding(files, "self_healing").outcome is Outcome.NOT_MET


def test_a_repair_that_a_rule_can_stop_is_guarded():
    files = {".github/workflows/a.yml": workflow(DAILY, APPLY)}
    plan = "terraform plan -out=p\nterraform show -json p > p.json\nconftest test p.json\nterraform apply p"
    assert finding(files, "healing_guarded").outcome is Outcome.NOT_MET
    assert (
        finding({".github/workflows/a.yml": workflow(DAILY, plan)}, "healing_guarded").outcome is Outcome.MET
    )


GITLAB = """\
repair:
  rules:
    - if: $CI_PIPELINE_SOURCE == "schedule"
  script:
    - cd infra
    - {}
"""


def test_a_schedule_of_the_server_is_not_seen_in_the_files():
    found = finding({".gitlab-ci.yml": GITLAB.format(PLAN)}, "drift_checked")
    assert found.outcome is Outcome.UNKNOWN
    assert found.message == ".gitlab-ci.yml:6 waits for a schedule of the server, which the files do not show"
    assert finding({".gitlab-ci.yml": GITLAB.format(APPLY)}, "self_healing").outcome is Outcome.UNKNOWN
