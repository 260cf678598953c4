"""What a command line does."""

from __future__ import annotations

import pytest

from maturity.core import registry
from maturity.core.pipeline import Act
from maturity.core.tools import by_name, deeds_of
from maturity.core.tools._deed import Needs

ONE_ACT = {
    "terraform plan -out=tfplan": Act.PLAN,
    "tofu plan": Act.PLAN,
    "terraform -chdir=infra plan": Act.PLAN,
    "$TF plan": Act.PLAN,
    "${TERRAFORM} validate": Act.VALIDATE,
    "./bin/terraform_1.5.7 fmt -check": Act.FMT,
    "terraform fmt --check -recursive": Act.FMT,
    "terraform fmt": Act.FMT_WRITE,
    "terraform plan -destroy": Act.OTHER,
    "terraform plan -refresh-only -detailed-exitcode": Act.DRIFT_CHECK,
    "terraform apply -auto-approve tfplan": Act.APPLY,
    "terraform apply -refresh-only -auto-approve": Act.OTHER,
    "terraform apply -destroy": Act.DESTROY,
    "terraform show -json tfplan": Act.SHOW,
    "gitlab-terraform plan": Act.PLAN,
    "terragrunt run-all plan": Act.PLAN,
    "terragrunt run --all --non-interactive -- apply -auto-approve": Act.APPLY,
    "terragrunt stack run plan": Act.PLAN,
    "terragrunt hcl fmt --check": Act.FMT,
    "terragrunt hclfmt --terragrunt-check": Act.FMT,
    "terragrunt hclfmt": Act.FMT_WRITE,
    "terragrunt plan-all": Act.PLAN,
    "terramate run --changed -- terraform plan": Act.PLAN,
    "atmos terraform plan vpc -s prod": Act.PLAN,
    "atmos terraform deploy vpc -s prod": Act.APPLY,
    "leverage tf plan": Act.PLAN,
    "sls deploy --stage prod": Act.APPLY,
    "serverless remove": Act.DESTROY,
    "sceptre launch prod --prune --yes": Act.APPLY,
    "sceptre diff dev": Act.PLAN,
    "org-formation perform-tasks ./tasks.yaml": Act.APPLY,
    "org-formation validate-tasks ./tasks.yaml": Act.VALIDATE,
    "pulumi preview --stack dev": Act.PLAN,
    "pulumi up --yes": Act.APPLY,
    "pulumi refresh --expect-no-changes": Act.DRIFT_CHECK,
    "cdk diff --all": Act.PLAN,
    "cdk deploy --no-execute": Act.PLAN,
    "cdktf synth": Act.VALIDATE,
    "cdk drift --fail": Act.DRIFT_CHECK,
    "aws cloudformation deploy --stack-name x": Act.APPLY,
    "aws --region eu-west-1 cloudformation create-change-set --stack-name x": Act.PLAN,
    "aws cloudformation detect-stack-drift --stack-name x": Act.DRIFT_CHECK,
    "aws ec2 create-vpc --cidr-block 10.0.0.0/16": Act.MUTATE,
    "aws ec2 describe-vpcs": Act.OTHER,
    "aws ecs update-service --cluster c --service s": Act.DEPLOY,
    "sam deploy": Act.APPLY,
    "cfn-guard validate -d template.yml -r rules": Act.POLICY,
    "ansible-playbook site.yml --check --diff": Act.PLAN,
    "ansible-playbook site.yml --syntax-check": Act.VALIDATE,
    "ansible-playbook -i hosts site.yml": Act.APPLY,
    "molecule test": Act.INTEGRATION_TEST,
    "packer build .": Act.MUTATE,
    "helm diff upgrade web ./chart": Act.PLAN,
    "helm upgrade --install web ./chart": Act.APPLY,
    "helm unittest ./chart": Act.TEST,
    "helmfile -e prod diff": Act.PLAN,
    "kubectl diff -k overlays/prod": Act.PLAN,
    "kubectl apply -k overlays/prod": Act.APPLY,
    "kubectl apply -f pod.yaml": Act.MUTATE,
    "kubectl apply -f pod.yaml --dry-run=server": Act.VALIDATE,
    "kustomize build overlays/prod": Act.VALIDATE,
    "argocd app diff web --local .": Act.PLAN,
    "argocd-diff-preview": Act.PLAN,
    "flux-local diff ks --path clusters": Act.PLAN,
    "kubeconform -strict manifests": Act.VALIDATE,
    "kyverno apply policies --resource rendered.yaml": Act.PLAN_POLICY,
    "kyverno apply policies --resource deploy/web.yaml": Act.POLICY,
    "kyverno test .": Act.OTHER,
    "tflint --recursive": Act.LINT,
    "tfsec .": Act.SCAN,
    "trivy config .": Act.SCAN,
    "snyk iac test": Act.SCAN,
    "driftctl scan": Act.DRIFT_CHECK,
    "conftest test plan.json": Act.PLAN_POLICY,
    "conftest test deployment.yaml": Act.POLICY,
    "conftest verify": Act.OTHER,
    "opa eval --fail-defined -i tfplan.json -d policy data.x": Act.PLAN_POLICY,
    "terraform-compliance -p plan.out -f features": Act.PLAN_POLICY,
    "infracost diff --path .": Act.COST,
    "kitchen verify": Act.INTEGRATION_TEST,
    "gcloud compute networks create n": Act.MUTATE,
    "gcloud run deploy web": Act.DEPLOY,
    "gcloud compute networks list": Act.OTHER,
    "az deployment group what-if -g g -f main.bicep": Act.PLAN,
    "az deployment sub create -l x -f main.bicep": Act.APPLY,
    "az group create -n g -l x": Act.MUTATE,
    "knife diff": Act.PLAN,
    "puppet apply --noop site.pp": Act.PLAN,
    "octodns-sync --config-file c.yaml": Act.PLAN,
    "octodns-sync --doit": Act.APPLY,
    "curl -X POST -d @body https://hooks.slack.com/services/x": Act.NOTIFY,
    "gh issue create --title drift": Act.ISSUE,
}

NOTHING = (
    "terraform -version",
    "terraform version",
    "tflint --init",
    "tflint --version",
    "checkov --version",
    "trivy image web:1",
    "trivy fs .",
    "snyk test",
    "checkov --framework secrets -d .",
    "aws sts get-caller-identity",
    "gh pr list",
    "git diff",
    "curl https://hooks.slack.com/docs",
    "go build ./...",
    "helm repo add x y",
    "unknown plan",
    "driftctl version",
)


@pytest.mark.parametrize("command", ONE_ACT)
def test_one_command_does_one_thing(command):
    assert [deed.act for deed in deeds_of(tuple(command.split()))] == [ONE_ACT[command]]


@pytest.mark.parametrize("command", NOTHING)
def test_a_command_that_only_prepares_or_asks_does_nothing(command):
    found = deeds_of(tuple(command.split()))
    assert [deed.act for deed in found if deed.act is not Act.OTHER] == []


@pytest.mark.parametrize(
    "command",
    [
        "tflint --force",
        "checkov -d . -s",
        "checkov -d . --soft-fail",
        "trivy config .",
        "tfsec . --soft-fail",
        "conftest test plan.json --no-fail",
        "trivy config --exit-code 0 .",
        "terraform fmt -write=false -diff",
        "opa eval -i tfplan.json data.x",
        "kics scan -p . --ignore-on-exit results",
        "cdk drift",
    ],
)
def test_a_tool_told_not_to_fail_is_soft(command):
    assert [bool(deed.soft) for deed in deeds_of(tuple(command.split()))] == [True]


@pytest.mark.parametrize(
    "command", ["tflint", "checkov -d .", "trivy config --exit-code 1 .", "tfsec", "terraform fmt -check"]
)
def test_a_tool_left_alone_is_not_soft(command):
    assert [deed.soft for deed in deeds_of(tuple(command.split()))] == [""]


@pytest.mark.parametrize(
    ("command", "directory"),
    [
        ("terraform -chdir=live/prod plan", "live/prod"),
        ("terraform fmt -check modules", "modules"),
        ("terragrunt --terragrunt-working-dir live plan", "live"),
        ("terragrunt plan --working-dir=live", "live"),
        ("checkov -d infra", "infra"),
        ("tflint --chdir=infra", "infra"),
        ("trivy config --exit-code 1 infra", "infra"),
        ("pulumi -C stacks/web preview", "stacks/web"),
        ("terramate run -- terraform plan", None),
        ("terraform plan", ""),
    ],
)
def test_the_directory_is_read_from_the_options(command, directory):
    assert deeds_of(tuple(command.split()))[0].directory == directory


def test_flags_of_terraform_have_one_dash_and_keep_their_value():
    (plan,) = deeds_of(("terraform", "plan", "--lock=false", "-out", "p.bin", "-detailed-exitcode"))
    assert plan.flags == ("-lock=false", "-out=p.bin", "-detailed-exitcode")
    assert plan.target == "p.bin"


def test_a_verb_known_only_at_run_time_may_be_a_plan_or_an_apply():
    found = deeds_of(("terraform", "${{ inputs.action }}"))
    assert {(deed.act, deed.certain) for deed in found} == {(Act.PLAN, False), (Act.APPLY, False)}


def test_tfcmt_plans_and_comments():
    acts = [deed.act for deed in deeds_of(("tfcmt", "plan", "--", "terraform", "plan"))]
    assert acts == [Act.PLAN, Act.PLAN_COMMENT]


def test_own_checks_make_checkov_a_policy_too():
    acts = [
        deed.act for deed in deeds_of(("checkov", "-f", "tfplan.json", "--external-checks-dir", "checks"))
    ]
    assert acts == [Act.SCAN, Act.PLAN_POLICY]


@pytest.mark.parametrize(
    ("command", "needs"),
    [
        ("go test ./test/...", Needs.INFRASTRUCTURE),
        ("pytest tests", Needs.INFRASTRUCTURE),
        ("gh pr comment 1 --body-file plan.txt", Needs.PLAN),
        ("git diff --exit-code", Needs.FORMATTER),
    ],
)
def test_what_depends_on_its_surroundings_says_so(command, needs):
    assert [deed.needs for deed in deeds_of(tuple(command.split()))] == [needs]


def test_no_two_tools_claim_the_same_executable():
    names = [name for names in registry.load("maturity.core.tools", "NAMES") for name in names]
    assert len(names) == len(set(names))


def test_every_tool_survives_odd_words():
    odd = [
        (),
        ("--",),
        ("-",),
        ("",),
        ("$X",),
        ("plan", "plan", "plan"),
        ("-d",),
        ("--x=",),
        ("run", "--", "-"),
    ]
    for name in by_name():
        for words in odd:
            assert isinstance(deeds_of((name, *words)), list)
