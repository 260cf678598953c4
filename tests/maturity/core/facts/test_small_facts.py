"""Modules, pins, guards, owners, tests, policies, committed state and scripts."""

from __future__ import annotations

import pytest

from maturity.core.facts.committed_state import CommittedState
from maturity.core.facts.guards import Guards
from maturity.core.facts.modules import Modules
from maturity.core.facts.owners import Owners
from maturity.core.facts.pinning import Pinning, Pins
from maturity.core.facts.policies import Policies
from maturity.core.facts.scripting import Scripting
from maturity.core.facts.tests import Tests, Tier
from tests.maturity.core.stacks.scanning import fact


def pins(text: str, **more: str) -> Pins:
    return fact(Pinning, {"main.tf": text, **more}).directories[""]


def test_a_module_with_two_callers_is_shared() -> None:
    call = 'module "vpc" {\n  source = "../modules/vpc"\n}\n'
    found = fact(Modules, {"a/main.tf": call, "b/main.tf": call, "examples/c/main.tf": call})
    assert [(one.directory, one.target) for one in found.calls] == [
        ("a", "modules/vpc"),
        ("b", "modules/vpc"),
    ]
    assert found.shared == ("modules/vpc",)


def test_a_commented_module_is_not_called() -> None:
    assert fact(Modules, {"main.tf": '# module "vpc" {\n#   source = "./vpc"\n# }\n'}).calls == ()


def test_versions_are_read_where_they_are_required() -> None:
    text = """\
terraform {
  required_version = "~> 1.9"
  required_providers {
    aws    = { source = "hashicorp/aws", version = "~> 5.0" }
    random = { source = "hashicorp/random" }
  }
}
provider "github" {
}
"""
    found = pins(text, **{".terraform.lock.hcl": ""})
    assert (str(found.required_version), found.pinned) == ("main.tf:2", ("aws",))
    assert [str(at) for at in found.unpinned] == ["main.tf:5", "main.tf:8"]
    assert str(found.lock_file) == ".terraform.lock.hcl"


@pytest.mark.parametrize(
    ("source", "loose"),
    [
        ('"terraform-aws-modules/vpc/aws"', True),
        ('"terraform-aws-modules/vpc/aws"\n  version = "5.0.0"', False),
        ('"git::https://example.org/vpc.git"', True),
        ('"git::https://example.org/vpc.git?ref=v1"', False),
        ('"./vpc"', False),
    ],
)
def test_a_module_from_elsewhere_needs_a_version(source: str, loose: bool) -> None:
    found = pins(f'module "vpc" {{\n  source = {source}\n}}\n')
    assert bool(found.loose_modules) is loose


def test_guards_are_kept_apart_from_those_switched_off() -> None:
    kept = """\
resource "aws_db_instance" "a" {
  deletion_protection = true
  lifecycle {
    prevent_destroy = true
  }
}
"""
    off = 'resource "aws_db_instance" "b" {\n  deletion_protection = false\n}\n'
    found = fact(Guards, {"db.tf": kept + off})
    assert [(one.kind, str(one.at)) for one in found.guards] == [
        ("deletion protection", "db.tf:2"), ("prevent_destroy", "db.tf:4"),
    ]  # fmt: skip
    assert [one.resource for one in found.disabled] == ["aws_db_instance.b"]


def test_the_first_codeowners_file_counts() -> None:
    files = {"CODEOWNERS": "* @old\n", ".github/CODEOWNERS": "/infra/ @platform\n"}
    assert [(one.pattern, one.owners) for one in fact(Owners, files).rules] == [("/infra/", ("@platform",))]


def test_the_best_test_tells_the_tier() -> None:
    files = {"tests/a.tftest.hcl": 'run "a" {\n  command = plan\n}\n', "b.tftest.hcl": 'run "b" {\n}\n'}
    found = fact(Tests, files)
    assert (found.best, len(found.files)) == (Tier.APPLY, 2)


def test_policies_of_every_language_are_found() -> None:
    kyverno = "apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nspec:\n  validationFailureAction: Audit\n"
    files = {
        "policy/plan.rego": "package main\ndeny[m] {\n  input.resource_changes\n}\n",
        "policy/plan_test.rego": "package main\ntest_x { true }\n",
        "cluster/audit.yaml": kyverno,
        "policy/PulumiPolicy.yaml": "runtime: python\n",
    }
    found = {one.language: one for one in fact(Policies, files).files}
    assert set(found) == {"rego", "kyverno", "pulumi"}
    assert (found["rego"].subject, found["rego"].tested, found["kyverno"].enforced) == ("plan", True, False)


def test_committed_state_is_told_apart_from_fixtures() -> None:
    files = {
        "infra/terraform.tfstate": "{}",
        "a/b.tfplan": "x",
        "tests/x.tfstate": "{}",
        "docs/tfstate.md": "",
    }
    found = fact(CommittedState, files)
    assert [one.path for one in found.files] == ["a/b.tfplan", "infra/terraform.tfstate"]
    assert [one.path for one in found.samples] == ["tests/x.tfstate"]


def test_scripts_that_only_look_are_not_provisioning() -> None:
    files = {"look.sh": "#!/bin/sh\naws ec2 describe-instances\necho aws ec2 run-instances\n"}
    assert fact(Scripting, files).scripts == ()


def test_scripts_that_create_are_named_with_their_line() -> None:
    found = fact(Scripting, {"up.sh": "#!/bin/sh\nset -e\naws ec2 run-instances --image-id x\n"})
    assert [(one.tool, str(one.at)) for one in found.scripts] == [("aws", "up.sh:3")]
