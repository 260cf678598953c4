"""Does the pipeline do it, at that moment, for that stack, and can it fail?"""

from __future__ import annotations

import pytest

from maturity.core.criterion import Outcome
from tests.maturity.core.making import DAILY, PULL_REQUEST, PUSH, finding, workflow

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
PLAN, APPLY = "terraform plan -input=false", "terraform apply -input=false -auto-approve"
CHECKOV = "      - uses: bridgecrewio/checkov-action@v12\n        with:\n          directory: infra\n"


@pytest.mark.parametrize(
    ("criterion", "on", "run", "outcome"),
    [
        ("plan_on_pull_request", PULL_REQUEST, PLAN, MET),
        ("plan_on_pull_request", PUSH, PLAN, NOT_MET),
        ("plan_on_pull_request", "workflow_dispatch", PLAN, NOT_MET),
        ("plan_on_pull_request", PULL_REQUEST, f"# {PLAN}\necho '{PLAN}'", NOT_MET),
        ("apply_on_merge", PUSH, APPLY, MET),
        ("apply_on_merge", PUSH, f"{APPLY} || true", MET),
        ("apply_on_merge", "workflow_dispatch", APPLY, NOT_MET),
        ("apply_on_merge", PULL_REQUEST, APPLY, NOT_MET),
        ("format_checked", PULL_REQUEST, "terraform fmt -check", MET),
        ("format_checked", PULL_REQUEST, "terraform fmt", NOT_MET),
        ("validated", PULL_REQUEST, "terraform validate || true", NOT_MET),
        ("linted", PULL_REQUEST, "tflint", MET),
        ("linted", PULL_REQUEST, "tflint --force", NOT_MET),
        ("security_scanned", PULL_REQUEST, "checkov -d .", MET),
        ("security_scanned", PULL_REQUEST, "checkov -d . --soft-fail", NOT_MET),
        ("security_scanned", DAILY, "checkov -d .", NOT_MET),
        ("security_scanned", PULL_REQUEST, "gitleaks detect", NOT_MET),
        ("cost_estimated", PULL_REQUEST, "infracost breakdown --path .", MET),
    ],
)
def test_only_what_takes_effect_counts(criterion: str, on: str, run: str, outcome: Outcome):
    assert finding({".github/workflows/a.yml": workflow(on, run)}, criterion).outcome is outcome


def test_what_lies_outside_is_named_with_a_short_commit():
    step = f"      - uses: acme/terraform-plan@{'0d6fd59f' * 5}\n"
    found = finding({".github/workflows/a.yml": workflow(PULL_REQUEST, steps=step)}, "plan_on_pull_request")
    assert found.outcome is UNKNOWN
    assert found.message.startswith("acme/terraform-plan@0d6fd59 may do it")


def test_what_cannot_fail_reports_only_and_says_why_and_where():
    soft = CHECKOV + "          soft_fail: true\n"
    found = finding({".github/workflows/a.yml": workflow(PULL_REQUEST, steps=soft)}, "security_scanned")
    assert (found.outcome, found.message) == (NOT_MET, "checkov only reports: soft_fail: true")
    assert found.evidence[0].path == ".github/workflows/a.yml"


def test_a_no_names_what_was_read_and_what_came_closest():
    found = finding({".github/workflows/a.yml": workflow("workflow_dispatch", PLAN)}, "plan_on_pull_request")
    assert found.message == "nothing runs a plan on pull requests"
    assert found.looked_at == (
        ".github/workflows/a.yml read",
        "nearest: .github/workflows/a.yml:11 runs terraform (plan) by hand, in infra",
    )


def test_a_plan_of_another_folder_is_not_a_plan_of_this_stack():
    files = {
        ".github/workflows/a.yml": workflow(PULL_REQUEST, PLAN).replace(
            "directory: infra", "directory: other"
        ),
        "other/main.tf": "",
    }
    assert finding(files, "plan_on_pull_request").outcome is NOT_MET


def test_a_scan_of_the_modules_a_stack_is_made_of_is_a_scan_of_the_stack():
    files = {
        "infra/network.tf": 'module "network" {\n  source = "../modules/network"\n}\n',
        "modules/network/main.tf": 'resource "aws_vpc" "this" {\n  cidr_block = "10.0.0.0/16"\n}\n',
        ".github/workflows/a.yml": workflow(PULL_REQUEST, "checkov -d modules").replace(
            "directory: infra", "directory: ."
        ),
    }
    assert finding(files, "security_scanned").outcome is MET
    assert finding(files, "plan_on_pull_request").outcome is NOT_MET


def test_a_tool_of_another_family_says_nothing_about_a_stack():
    files = {
        ".github/workflows/a.yml": workflow(PULL_REQUEST, "helm lint charts/web", "helm diff upgrade web .")
    }
    assert finding(files, "linted").outcome is NOT_MET
    assert finding(files, "plan_on_pull_request").outcome is NOT_MET


def test_what_lies_in_another_repository_is_unknown_and_named():
    text = (
        "on: pull_request\njobs:\n  tf:\n    uses: example/shared/.github/workflows/terraform-plan.yml@v1\n"
    )
    found = finding({".github/workflows/a.yml": text}, "plan_on_pull_request")
    assert found.outcome is UNKNOWN
    assert found.message.startswith("example/shared/.github/workflows/terraform-plan.yml@v1 may do it")


def test_a_name_that_says_it_does_something_else_leaves_the_answer_no():
    text = "on: pull_request\njobs:\n  b:\n    uses: example/shared/.github/workflows/build-image.yml@v1\n"
    assert finding({".github/workflows/a.yml": text}, "plan_on_pull_request").outcome is NOT_MET


def test_a_pipeline_file_that_cannot_be_read_is_unknown():
    found = finding({".github/workflows/a.yml": "on: [\njobs: {"}, "plan_on_pull_request")
    assert found.outcome is UNKNOWN
    assert ".github/workflows/a.yml could not be read" in found.message


def test_a_branch_named_for_an_environment_is_where_its_changes_are_merged():
    on = "{push: {branches: [production]}}"
    assert finding({".github/workflows/a.yml": workflow(on, APPLY)}, "apply_on_merge").outcome is MET


def test_the_platform_answers_where_the_pipeline_is_silent():
    files = {"atlantis.yaml": "version: 3\nprojects:\n  - dir: infra\n"}
    for criterion in ("plan_on_pull_request", "apply_on_merge", "plan_shown_on_pull_request"):
        assert finding(files, criterion).outcome is MET


def test_a_platform_whose_settings_lie_outside_is_unknown():
    cloud = (
        'terraform {\n  cloud {\n    organization = "example"\n  }\n}\n\nresource "aws_sqs_queue" "q" {}\n'
    )
    found = finding({"infra/main.tf": cloud}, "plan_on_pull_request")
    assert found.outcome is UNKNOWN
    assert "hcp-terraform may do it" in found.message


FMT = "      - id: fmt\n        continue-on-error: true\n        run: terraform fmt -check -recursive\n"


@pytest.mark.parametrize(
    ("later", "outcome"),
    [
        ("exit 1", MET),
        ("echo unformatted", NOT_MET),
    ],
)
def test_a_step_that_may_fail_counts_when_a_later_one_fails_for_it(later: str, outcome: Outcome):
    judge = f"      - if: steps.fmt.outcome == 'failure'\n        run: {later}\n"
    files = {".github/workflows/ci.yml": workflow(PULL_REQUEST, steps=FMT + judge)}
    assert finding(files, "format_checked").outcome is outcome


def test_variables_come_from_a_file_that_a_step_loads():
    load = '      - run: cat .github/lint.env >> "$GITHUB_ENV"\n      - uses: super-linter/super-linter@v8\n'
    files = {".github/workflows/ci.yml": workflow(PULL_REQUEST, steps=load)}
    assert finding(files, "linted").outcome is MET
    files[".github/lint.env"] = "VALIDATE_TERRAFORM_TFLINT=false\n"
    assert finding(files, "linted").outcome is NOT_MET
