from __future__ import annotations

import pytest

from maturity.core.facts.kind import Kind, KindName
from tests.maturity.core.stacks.scanning import fact

LIVE = 'terraform {\n  backend "gcs" {\n    bucket = "b"\n  }\n}\nresource "a" "b" {\n}\n'
MODULE = 'variable "x" {}\nresource "a" "b" {\n}\noutput "y" {\n  value = 1\n}\n'
APPLICATION = {f"src/app/view{n}.py": "x = 1\n" for n in range(12)}
FLUX = "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nspec:\n  prune: true\n"
PLAYBOOK = "- hosts: all\n  tasks: []\n"


@pytest.mark.parametrize(
    ("files", "name"),
    [
        ({"main.tf": LIVE}, KindName.LIVE),
        ({"infra/main.tf": LIVE, **APPLICATION}, KindName.APPLICATION),
        ({"main.tf": MODULE, "examples/a/main.tf": LIVE}, KindName.LIBRARY),
        ({"modules/a/main.tf": MODULE, "modules/b/main.tf": LIVE}, KindName.LIBRARY),
        ({"setup.py": "install_requires=['pulumi']\n", "lib/vpc.py": "import pulumi\n"}, KindName.LIBRARY),
        ({"clusters/prod/apps.yaml": FLUX}, KindName.GITOPS),
        ({"testdata/a/main.tf": LIVE, "main.go": "package main\n"}, KindName.TOOL),
        ({"README.md": "terraform apply\n"}, KindName.NONE),
        (APPLICATION, KindName.NONE),
    ],
)
def test_the_kind_follows_from_what_is_declared(files: dict[str, str], name: KindName) -> None:
    assert fact(Kind, files).name is name


@pytest.mark.parametrize(
    "files",
    [
        {"site.yml": PLAYBOOK, "roles/web/tasks/main.yml": "- apt: {name: nginx}\n"},
        {"cookbooks/web/recipes/default.rb": "package 'x'\n", "cookbooks/web/metadata.rb": "name 'web'\n"},
        {"setup_vpc.py": "import boto3\nec2.create_vpc(CidrBlock='10.0.0.0/16')\n"},
        {"up.sh": "#!/bin/sh\naws ec2 run-instances --image-id x\n"},
    ],
)
def test_scripts_and_configuration_management_make_it_live(files: dict[str, str]) -> None:
    assert fact(Kind, files).name is KindName.LIVE


def test_an_application_that_applies_manifests_in_development_runs_no_infrastructure() -> None:
    files = {"hack/kind.sh": "#!/bin/sh\nkubectl apply -f test.yaml\n", **APPLICATION}
    assert fact(Kind, files).name is KindName.NONE


CHART = {
    "charts/tool/Chart.yaml": "name: tool\n",
    "charts/tool/templates/a.yaml": "kind: Service\n",
    **APPLICATION,
}
DEPLOY = """\
on:
  push:
    branches: [main]
jobs:
  up:
    runs-on: x
    steps:
      - run: helm upgrade a charts/tool
"""


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({}, KindName.TOOL),
        ({".github/workflows/up.yml": DEPLOY}, KindName.APPLICATION),
        (
            {"charts/tool/values-prod.yaml": "a: 1\n", "charts/tool/values-dev.yaml": "a: 2\n"},
            KindName.APPLICATION,
        ),
    ],
)
def test_a_chart_beside_a_program_counts_when_somebody_here_installs_it(
    more: dict[str, str], name: KindName
) -> None:
    assert fact(Kind, CHART | more).name is name


def test_a_program_whose_terraform_is_nearly_all_for_its_tests_is_a_tool() -> None:
    fixtures = {f"testdata/{n}/main.tf": MODULE for n in range(20)}
    files = {"internal/schema/main.tf": 'provider "aws" {}\nresource "a" "b" {}\n', **APPLICATION}
    assert fact(Kind, files | fixtures).name is KindName.TOOL
    assert fact(Kind, files).name is KindName.APPLICATION


RELEASE = """on: {release: {types: [published]}}
jobs:
  publish:
    runs-on: ubuntu-latest
    steps:
      - run: %s
"""


def test_templates_that_each_release_puts_into_a_store_are_a_library() -> None:
    template = "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  Q:\n    Type: AWS::SQS::Queue\n"
    files = {f"vpc/{n}.yaml": template for n in range(12)}
    assert fact(Kind, files).name is KindName.LIVE
    release = {".github/workflows/release.yml": RELEASE % "aws s3 sync . s3://templates/v1"}
    assert fact(Kind, files | release).name is KindName.LIBRARY
    deploy = {
        ".github/workflows/deploy.yml": RELEASE % "aws cloudformation deploy --template-file vpc/1.yaml"
    }
    assert fact(Kind, files | release | deploy).name is KindName.LIVE
