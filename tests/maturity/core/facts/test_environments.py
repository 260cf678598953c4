from __future__ import annotations

import pytest

from maturity.core.facts.environments import Environments, Isolation
from tests.maturity.core.stacks.scanning import fact


def root(settings: str = '    bucket = "b"\n', more: str = "") -> str:
    return f'terraform {{\n  backend "s3" {{\n{settings}  }}\n}}\nresource "a" "b" {{\n}}\n{more}'


def account(number: int) -> str:
    return f'provider "aws" {{\n  allowed_account_ids = ["{number}"]\n}}\n'


def test_one_directory_per_environment() -> None:
    found = fact(Environments, {f"infra/{name}/main.tf": root() for name in ("prod", "staging")})
    assert (found.names, found.isolation) == (("prod", "stage"), Isolation.DIRECTORIES)


def test_environments_in_accounts_of_their_own() -> None:
    files = {"prod/main.tf": root(more=account(1)), "dev/main.tf": root(more=account(2))}
    assert fact(Environments, files).isolation is Isolation.ACCOUNTS
    files["dev/main.tf"] = root(more=account(1))
    assert fact(Environments, files).isolation is Isolation.DIRECTORIES


def test_variables_per_environment() -> None:
    files = {"infra/main.tf": root(""), "infra/prod.tfvars": "a = 1\n", "infra/dev.tfvars": "a = 2\n"}
    assert fact(Environments, files).isolation is Isolation.VARIABLES


def test_workspaces_are_told_by_what_they_decide() -> None:
    more = 'locals {\n  size = terraform.workspace == "prod" ? 3 : 1\n}\n'
    found = fact(Environments, {"main.tf": root(more=more)})
    assert (found.isolation, found.several) == (Isolation.WORKSPACES, True)


def test_words_in_longer_names_are_no_environments() -> None:
    files = {f"infra/{name}/main.tf": root() for name in ("dev_worker", "test_data", "dns")}
    assert not fact(Environments, files).several


def test_the_same_path_with_another_environment_in_it_is_one() -> None:
    files = {f"infra/{name}/main.tf": root() for name in ("vpc-prod", "vpc-stage")}
    assert fact(Environments, files).names == ("prod", "stage")


def test_what_lies_beside_staging_without_a_suffix_is_production() -> None:
    files = {f"iac/{name}/dns/main.tf": root() for name in ("shop", "shop-staging")}
    assert fact(Environments, files).names == ("prod", "stage")


def test_a_folder_that_repeats_the_folders_of_production_is_another_environment() -> None:
    places = [f"{account}/{layer}" for account in ("apps-prd", "shared") for layer in ("vpc", "dns")]
    found = fact(Environments, {f"{place}/main.tf": root() for place in places})
    assert found.names == ("prod", "shared")


def test_pulumi_stacks_of_one_project_are_kept_apart_by_pulumi() -> None:
    files = {
        "Pulumi.yaml": "name: a\n",
        "Pulumi.prod.yaml": "config: {}\n",
        "Pulumi.dev.yaml": "config: {}\n",
    }
    found = fact(Environments, files)
    assert (found.names, found.isolation) == (("dev", "prod"), Isolation.STACKS)


def test_one_directory_is_one_environment() -> None:
    found = fact(Environments, {"main.tf": root()})
    assert (found.names, found.isolation, found.mixed) == ((), Isolation.NONE, ())


def test_prod_and_staging_in_one_state_are_mixed() -> None:
    more = 'module "prod" {\n  source = "./app"\n}\nmodule "staging" {\n  source = "./app"\n}\n'
    found = fact(Environments, {"main.tf": root(more=more), "app/main.tf": 'resource "a" "b" {\n}\n'})
    assert (found.isolation, [str(at) for at in found.mixed]) == (Isolation.NONE, ["main.tf:8", "main.tf:11"])


@pytest.mark.parametrize(("settings", "several"), [("", True), ('    bucket = "b"\n', False)])
def test_environments_of_pipelines_need_a_state_that_comes_from_outside(settings: str, several: bool) -> None:
    files = {
        "main.tf": root(settings),
        ".github/workflows/prod.yml": "on: push\nenv:\n  APP_ENV: production\n",
        ".github/workflows/dev.yml": "on: push\nenv:\n  APP_ENV: staging\n",
    }
    assert fact(Environments, files).several is several


UNIT = (
    'terraform {\n  source = "../../modules/app"\n}\nremote_state {\n  backend = "azurerm"\n  config = {\n'
    '    key = "${local.environment}/x.tfstate"\n  }\n}\n'
)


def test_files_of_values_beside_one_another_name_the_environments_of_a_computed_state() -> None:
    files = {"stacks/app/terragrunt.hcl": UNIT, "vars/dev.hcl": "locals {}\n", "vars/prod.hcl": "locals {}\n"}
    assert fact(Environments, files).names == ("dev", "prod")


OVERLAY = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]\n"
FLUX = "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nspec: {path: ./apps}\n"


@pytest.mark.parametrize(
    ("folders", "names"),
    [
        (("apps/web/overlays/dev", "apps/web/overlays/prod"), ("dev", "prod")),
        (("apps/development/gitea", "apps/automation/agent-sandbox", "apps/x/live-metrics"), ()),
    ],
)
def test_overlays_are_environments_when_they_lie_beside_one_another(
    folders: tuple[str, ...], names: object
) -> None:
    files = {f"{folder}/kustomization.yaml": OVERLAY for folder in folders} | {"flux.yaml": FLUX}
    assert fact(Environments, files).names == names


DEPLOYS = """on: {push: {branches: [main]}}
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - run: npx cdk deploy dev-web -c site=dev
      - run: npx cdk deploy prod-web -c site=prod
"""


def test_one_program_deployed_under_two_names_has_two_environments() -> None:
    files = {"cdk.json": '{"app": "npx ts-node app.ts"}', "app.ts": "import * as cdk from 'aws-cdk-lib'\n"}
    assert not fact(Environments, files).several
    assert fact(Environments, files | {".github/workflows/d.yml": DEPLOYS}).names == ("dev", "prod")


def test_stacks_of_one_pulumi_project_beside_prod_are_environments_of_their_own() -> None:
    files = {"web/Pulumi.yaml": "name: web\nruntime: python\n", "web/Pulumi.prod-aws.yaml": "{}\n"}
    assert not fact(Environments, files).several
    assert fact(Environments, files | {"web/Pulumi.preview-aws.yaml": "{}\n"}).several


SERVERLESS = """on: {push: {branches: [main]}}
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - run: sls deploy --stage staging
      - run: sls deploy --stage production
"""


def test_one_serverless_service_deployed_to_two_stages_has_two_environments() -> None:
    service = "service: web\nprovider: {name: aws}\nfunctions: {a: {handler: a.b}}\n"
    files = {"serverless.yml": service, ".github/workflows/d.yml": SERVERLESS}
    assert fact(Environments, files).names == ("prod", "stage")


def test_environments_may_be_named_in_other_languages() -> None:
    files = {
        "live/main.tf": root(""),
        "live/desarrollo.tfvars": "a = 1\n",
        "live/produccion.tfvars": "a = 2\n",
    }
    assert fact(Environments, files).names == ("dev", "prod")
