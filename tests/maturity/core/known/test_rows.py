"""What public actions, tasks, templates and hooks do."""

from __future__ import annotations

import pytest

from maturity.core import registry
from maturity.core.known import deeds_of, row_of, table
from maturity.core.pipeline import Act, Event
from maturity.core.tools._deed import Deed

ACTS = [
    ("dflook/terraform-plan@v1", {}, {Act.PLAN, Act.PLAN_COMMENT}),
    ("dflook/tofu-plan@v2", {"add_github_comment": "false"}, {Act.PLAN}),
    ("dflook/terraform-check@v1", {}, {Act.DRIFT_CHECK}),
    ("hashicorp/setup-terraform@v3", {}, set()),
    ("terraform-linters/setup-tflint@v4", {}, set()),
    ("hashicorp/tfc-workflows-github/actions/create-run@v1", {"plan_only": "true"}, {Act.PLAN}),
    ("OP5dev/TF-via-PR@v13", {"command": "plan"}, {Act.PLAN, Act.PLAN_COMMENT}),
    ("op5dev/tf-via-pr@v13", {"command": "plan", "comment-pr": "never"}, {Act.PLAN}),
    ("gruntwork-io/terragrunt-action@v2", {"tg_command": "run-all plan"}, {Act.PLAN}),
    (
        "gruntwork-io/terragrunt-action@v2",
        {"tg_command": "plan", "tg_comment": "1"},
        {Act.PLAN, Act.PLAN_COMMENT},
    ),
    ("diggerhq/digger@v0.6", {"mode": "drift-detection"}, {Act.DRIFT_CHECK}),
    ("suzuki-shunsuke/tfaction/apply@v1", {}, {Act.APPLY}),
    ("suzuki-shunsuke/tfaction@v2", {"action": "apply"}, {Act.APPLY}),
    ("suzuki-shunsuke/tfaction@v2", {"action": "list-targets"}, set()),
    ("pulumi/actions@v6", {"command": "preview"}, {Act.PLAN}),
    ("pulumi/actions@v6", {"command": "preview", "comment-on-pr": "true"}, {Act.PLAN, Act.PLAN_COMMENT}),
    ("pulumi/actions@v6", {"command": "up"}, {Act.APPLY}),
    ("cds-snc/terraform-plan@v3", {}, {Act.VALIDATE, Act.FMT, Act.PLAN, Act.PLAN_POLICY, Act.PLAN_COMMENT}),
    (
        "cds-snc/terraform-plan@v3",
        {"skip-conftest": "true", "comment": "false", "skip-fmt": "true"},
        {Act.VALIDATE, Act.PLAN},
    ),
    ("aquasecurity/trivy-action@0.30", {}, set()),
    ("aquasecurity/trivy-action@0.30", {"scan-type": "config"}, {Act.SCAN}),
    ("aquasecurity/trivy-action@0.30", {"scan-type": "fs", "scanners": "vuln,misconfig"}, {Act.SCAN}),
    ("aquasecurity/trivy-action@0.30", {"scan-type": "fs"}, set()),
    ("bridgecrewio/checkov-action@v12", {"framework": "terraform"}, {Act.SCAN}),
    ("bridgecrewio/checkov-action@v12", {"framework": "dockerfile,secrets"}, set()),
    ("actions/github-script@v7", {"script": "console.log(1)"}, set()),
    ("actions/github-script@v7", {"script": "github.rest.issues.createComment({})"}, {Act.PLAN_COMMENT}),
    ("slackapi/slack-github-action@v2", {}, {Act.NOTIFY}),
    ("JasonEtco/create-an-issue@v2", {}, {Act.ISSUE}),
    ("task:TerraformTaskV4@4", {"command": "plan"}, {Act.PLAN}),
    ("task:TerraformCLI@2", {"command": "apply"}, {Act.APPLY}),
    ("orb:circleci/terraform/plan", {}, {Act.PLAN}),
    ("template:Terraform/Base.gitlab-ci.yml", {}, set()),
    ("template:Terraform/Base.gitlab-ci.yml#.terraform:build", {}, {Act.PLAN, Act.PLAN_COMMENT}),
    (
        "component:gitlab.com/components/opentofu/validate-plan@1.0",
        {},
        {Act.FMT, Act.VALIDATE, Act.PLAN, Act.PLAN_COMMENT},
    ),
    ("hook:terraform_tflint", {}, {Act.LINT}),
    ("megalinter:TERRAFORM_TFLINT", {}, {Act.LINT}),
]


def known_deeds(ref: str, inputs: dict[str, str], env: dict[str, str] | None = None) -> list[Deed]:
    found = deeds_of(ref, inputs, env)
    assert found is not None
    return found


@pytest.mark.parametrize(("ref", "inputs", "acts"), ACTS)
def test_a_public_action_does_what_its_inputs_and_defaults_say(ref, inputs, acts):
    assert {deed.act for deed in known_deeds(ref, inputs)} == acts


@pytest.mark.parametrize(
    ("ref", "inputs"),
    [
        ("bridgecrewio/checkov-action@v12", {"soft_fail": "true"}),
        ("aquasecurity/trivy-action@0.30", {"scan-type": "config"}),
        ("aquasecurity/tfsec-sarif-action@v1", {}),
        ("reviewdog/action-tflint@v1", {}),
        ("tenable/terrascan-action@v1", {"only_warn": "true"}),
        ("template:Jobs/SAST-IaC.gitlab-ci.yml", {}),
    ],
)
def test_a_scanner_told_not_to_fail_is_soft(ref, inputs):
    assert all(deed.soft for deed in known_deeds(ref, inputs))


def test_a_scanner_with_an_exit_code_gates():
    (scan,) = known_deeds("aquasecurity/trivy-action@0.30", {"scan-type": "config", "exit-code": "1"})
    assert scan.soft == ""


def test_what_is_not_in_the_tables_is_not_known():
    assert deeds_of("acme/do-things@v1", {}) is None


def test_a_fork_is_known_by_its_distinctive_name():
    assert row_of("acme/checkov-action@main") is row_of("bridgecrewio/checkov-action@v12")
    assert row_of("acme/terraform-plan@main") is None


def test_an_input_known_only_at_run_time_makes_the_deed_uncertain():
    found = known_deeds("pulumi/actions@v6", {"command": "${{ steps.x.outputs.command }}"})
    assert {deed.act for deed in found} >= {Act.PLAN, Act.APPLY}
    assert not any(deed.certain for deed in found if deed.act in {Act.PLAN, Act.APPLY})


def test_super_linter_runs_everything_until_one_check_is_chosen():
    everything = {deed.tool for deed in known_deeds("super-linter/super-linter@v7", {}, {})}
    chosen = {
        deed.tool
        for deed in known_deeds("super-linter/super-linter@v7", {}, {"VALIDATE_TERRAFORM_TFLINT": "true"})
    }
    assert everything > {"terraform", "tflint", "checkov"}
    assert "trivy" not in everything
    assert chosen == {"tflint"}


@pytest.mark.parametrize(("version", "there"), [("v5", False), ("v6.1.0", True), ("4f6d2a1", True)])
def test_super_linter_has_checkov_since_version_six(version: str, there: bool):
    tools = {deed.tool for deed in known_deeds(f"super-linter/super-linter@{version}", {}, {})}
    assert ("checkov" in tools) is there


def test_super_linter_leaves_out_what_is_switched_off():
    env = {"VALIDATE_CHECKOV": "false", "VALIDATE_TERRAFORM_FMT": "false"}
    tools = {deed.tool for deed in known_deeds("github/super-linter/slim@v5", {}, env)}
    assert "tflint" in tools
    assert not {"checkov", "terraform"} & tools


def test_the_apply_of_the_gitlab_template_waits_for_the_default_branch():
    found = known_deeds("template:Terraform.latest.gitlab-ci.yml", {})
    assert [deed.events for deed in found if deed.act is Act.APPLY] == [frozenset({Event.DEFAULT})]


def test_no_two_rows_claim_the_same_name():
    rows = [row for rows in registry.load("maturity.core.known", "ROWS") for row in rows]
    names = [name for row in rows for name in row.names]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []


def test_every_row_answers_without_inputs_and_with_odd_ones():
    for row in [*table().exact.values(), *(row for _, row in table().patterns)]:
        assert isinstance(row.deeds({}, {}), list)
        assert isinstance(
            row.deeds(dict.fromkeys(("command", "path", "framework", "script"), "${{ x }}"), {}), list
        )
