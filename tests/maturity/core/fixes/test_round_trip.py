"""The fix we offer fixes it: what it writes is read by our own readers and meets the criterion."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

import pytest

from maturity.core.assess import Assessment, assess
from maturity.core.criterion import Outcome
from maturity.core.facts.kind import Kind
from maturity.core.facts.repository_name import RepositoryName
from maturity.core.scoring import Judged
from maturity.core.syntax.yaml import documents, mapping, strings
from maturity.core.tree import MemoryTree
from tests.maturity.core.making import LIVE

BACKEND = (
    'terraform {\n  required_version = "~> 1.11"\n\n  backend "s3" {\n    bucket       = "state"\n'
    '    key          = "%s"\n    use_lockfile = true\n  }\n}\n\n'
    'resource "aws_sqs_queue" "q" {\n  name = "q"\n}\n'
)
STACKS: dict[str, dict[str, str]] = {
    "terraform": {"infra/prod/main.tf": BACKEND % "prod"},
    "opentofu": {"infra/prod/main.tofu": BACKEND % "prod"},
    "terragrunt": {
        "live/prod/vpc/terragrunt.hcl": 'terraform {\n  source = "git::https://git.example.test/vpc?ref=v1"\n}\n'
        '\nremote_state {\n  backend = "s3"\n'
        '  config = {\n    bucket = "state"\n    use_lockfile = true\n  }\n}\n'
    },
    "pulumi": {
        "Pulumi.yaml": "name: shop\nruntime: yaml\nresources:\n  q:\n    type: aws:sqs:Queue\n",
        "Pulumi.prod.yaml": "config:\n  aws:region: eu-west-1\n",
    },
    "cdk": {
        "cdk.json": '{"app": "npx ts-node bin/app.ts"}\n',
        "package.json": '{"name": "app", "dependencies": {"aws-cdk-lib": "2.200.0"}}\n',
        "bin/app.ts": 'import { App, Stack } from "aws-cdk-lib";\nnew Stack(new App(), "Shop");\n',
    },
    "bicep": {"infra/main.bicep": "resource q 'Microsoft.Storage/storageAccounts@2024-01-01' = {\n}\n"},
    "cdktf": {
        "cdktf.json": '{"language": "typescript", "app": "npx ts-node main.ts"}\n',
        "main.ts": 'import { App, TerraformStack } from "cdktf";\nnew TerraformStack(new App(), "shop");\n',
    },
    "kubernetes": {
        "deploy/kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n"
        "resources: [web.yaml]\n",
        "deploy/web.yaml": "apiVersion: apps/v1\nkind: Deployment\n"
        "metadata:\n  name: web\nspec:\n  replicas: 2\n"
        "  template:\n    spec:\n      containers:\n        - name: web\n          image: web:1\n",
    },
}
# A repository that already uses a system: an empty pipeline is enough to see which.
SYSTEMS: dict[str, dict[str, str]] = {
    "github-actions": {".github/workflows/empty.yml": "on: workflow_dispatch\njobs: {}\n"},
    "gitlab-ci": {".gitlab-ci.yml": "hello:\n  when: manual\n  script: [echo hello]\n"},
    "azure-pipelines": {"azure-pipelines.yml": "trigger: none\npr: none\nsteps:\n  - script: echo hello\n"},
    "circleci": {
        ".circleci/config.yml": "version: 2.1\njobs:\n  hello:\n"
        "    docker: [{image: alpine}]\n    steps: [{run: echo}]\n"
        "workflows:\n  hello:\n    jobs: [hello]\n"
    },
    "bitbucket-pipelines": {
        "bitbucket-pipelines.yml": "pipelines:\n  custom:\n    hello:\n      - step: {script: [echo]}\n"
    },
    "jenkins": {
        "Jenkinsfile": "pipeline {\n  agent any\n  stages {\n"
        "    stage('hello') { steps { echo 'hello' } }\n  }\n}\n"
    },
}  # fmt: skip
DELIVERY = ("plan_on_pull_request", "apply_on_merge")
CHECKS = ("format_checked", "validated", "linted", "security_scanned", "tested", "policed")
NAME = RepositoryName("example/shop", "main")


def judge(files: Mapping[str, str], kind: Kind = LIVE) -> Assessment:
    return assess(MemoryTree(files), given=(NAME, kind))


def answer(found: Assessment, criterion: str) -> Judged:
    return next(one for one in found.judged if one.criterion == criterion)


def outcome(found: Assessment, criterion: str) -> Outcome:
    return answer(found, criterion).outcome


def mended(files: Mapping[str, str], criterion: str) -> Assessment:
    before = judge(files)
    assert outcome(before, criterion) is Outcome.NOT_MET
    fix = before.fixes[criterion]
    return judge({**files, fix.path: fix.content})


def message(found: Assessment, criterion: str) -> str:
    return next(one.finding.message for one in found.judged if one.criterion == criterion)


@pytest.mark.parametrize("criterion", DELIVERY + CHECKS)
@pytest.mark.parametrize("system", SYSTEMS)
def test_the_fix_meets_the_criterion_on_every_ci_system(system: str, criterion: str):
    found = mended({**STACKS["terraform"], **SYSTEMS[system]}, criterion)
    assert outcome(found, criterion) is Outcome.MET, message(found, criterion)


@pytest.mark.parametrize("criterion", [*DELIVERY, "policed"])
@pytest.mark.parametrize("tool", STACKS)
def test_the_fix_meets_the_criterion_for_every_tool(tool: str, criterion: str):
    found = mended(STACKS[tool], criterion)
    assert outcome(found, criterion) is Outcome.MET, message(found, criterion)


@pytest.mark.parametrize("criterion", ["validated", "tested"])
@pytest.mark.parametrize("tool", [tool for tool in STACKS if tool != "pulumi"])
def test_the_fix_of_the_lowest_tier_of_tests_works(tool: str, criterion: str):
    found = mended(STACKS[tool], criterion)
    assert outcome(found, criterion) is Outcome.MET, message(found, criterion)


@pytest.mark.parametrize("tool", ["terraform", "opentofu", "terragrunt", "pulumi", "cdk"])
@pytest.mark.parametrize(
    "criterion", ["drift_checked", "drift_alerted", "self_healing", "plan_shown_on_pull_request"]
)
def test_the_fixes_of_drift_and_of_showing_the_plan_work(tool: str, criterion: str):
    files = dict(STACKS[tool])
    if criterion == "drift_alerted":
        files |= with_fix(files, "drift_checked")
    found = mended(files, criterion)
    assert outcome(found, criterion) is Outcome.MET, message(found, criterion)


def with_fix(files: Mapping[str, str], criterion: str) -> dict[str, str]:
    fix = judge(files).fixes[criterion]
    return {fix.path: fix.content}


@pytest.mark.parametrize("system", ["azure-pipelines", "circleci", "jenkins"])
def test_a_schedule_that_stands_in_the_file_is_a_drift_check(system: str):
    found = mended({**STACKS["terraform"], **SYSTEMS[system]}, "drift_checked")
    assert outcome(found, "drift_checked") is Outcome.MET, message(found, "drift_checked")


@pytest.mark.parametrize("criterion", ["applies_serialised", "saved_plan_applied", "keyless_ci"])
def test_the_apply_we_offer_is_serial_saved_and_keyless(criterion: str):
    files = dict(STACKS["terraform"])
    found = judge({**files, **with_fix(files, "apply_on_merge")})
    assert outcome(found, criterion) is Outcome.MET, message(found, criterion)


@pytest.mark.parametrize("criterion", ["code_owners", "plan_policy"])
def test_other_fixes_work_on_github_too(criterion: str):
    found = mended(STACKS["terraform"], criterion)
    assert outcome(found, criterion) is Outcome.MET, message(found, criterion)


def test_every_stack_that_lacks_it_is_in_the_fix():
    files = {f"infra/{name}/main.tf": BACKEND % name for name in ("prod-eu", "prod-us", "dev")}
    found = mended(files, "plan_on_pull_request")
    judged = next(one for one in found.judged if one.criterion == "plan_on_pull_request")
    assert [each.finding.outcome for each in judged.stacks] == [Outcome.MET] * 3


ODD = "infra/a'; rm -rf $HOME; #"


def test_an_odd_name_of_a_directory_stays_a_name_in_yaml():
    fix = judge({f"{ODD}/main.tf": BACKEND % "odd"}).fixes["plan_on_pull_request"]
    jobs = mapping(mapping(documents(fix.content.encode())[0])["jobs"])
    matrix = mapping(mapping(mapping(jobs["plan"])["strategy"])["matrix"])
    assert strings(matrix["stack"]) == [ODD]
    assert fix.content.count(ODD) == 1


def test_an_odd_name_of_a_directory_stays_one_word_in_shell():
    fix = judge({f"{ODD}/main.tf": BACKEND % "odd", **SYSTEMS["gitlab-ci"]}).fixes["plan_on_pull_request"]
    (entering,) = [line for line in fix.content.split("\n") if "cd " in line]
    script = strings(documents(f"[{entering.strip().removeprefix('- ')}]".encode())[0])
    assert shlex.split(script[0]) == ["cd", ODD]


@pytest.mark.parametrize("criterion", DELIVERY)
def test_a_state_in_hcp_terraform_is_told_to_follow_the_repository(criterion: str):
    cloud = 'terraform {\n  cloud {\n    organization = "shop"\n  }\n}\nresource "aws_sqs_queue" "q" {}\n'
    files = {"infra/main.tf": cloud}
    before = judge(files)
    assert outcome(before, criterion) is Outcome.UNKNOWN
    fix = before.fixes[criterion]
    after = judge({**files, fix.path: fix.content.replace('"CHANGE-ME"', '"x"')})
    label = {one.stack: one.finding.outcome for one in answer(after, criterion).stacks}
    assert label["infra"] is Outcome.MET


def test_a_check_goes_to_the_pipeline_that_stands_beside_atlantis():
    files = {**STACKS["terraform"], "atlantis.yaml": "version: 3\nprojects: [{dir: infra/prod}]\n"}
    assert judge({**files, **SYSTEMS["gitlab-ci"]}).fixes["policed"].path == ".gitlab-ci.yml"
