from __future__ import annotations

from maturity.core.source import Source
from tests.maturity.core.stacks.scanning import stack, stacks

INCLUDE = 'include "root" {\n  path = find_in_parent_folders("root.hcl")\n}\n'
UNIT = INCLUDE + 'terraform {\n  source = "../../modules//vpc"\n}\n'
REMOTE = """\
remote_state {
  backend = "s3"
  config = {
    bucket         = "state"
    dynamodb_table = "locks"
  }
}
"""
GENERATED = """\
generate "backend" {
  path     = "backend.tf"
  contents = <<EOF
terraform {
  backend "s3" {
    bucket = "state"
    use_lockfile = true
  }
}
EOF
}
"""
MODULE = 'terraform {\n  backend "s3" {}\n}\nresource "aws_vpc" "this" {\n}\n'


def test_a_unit_takes_the_remote_state_of_its_parent() -> None:
    found = stack({"live/root.hcl": REMOTE, "live/prod/vpc/terragrunt.hcl": UNIT})
    assert (found.directory, found.tool, found.environment) == ("live/prod/vpc", "terragrunt", "prod")
    assert found.backend is not None
    assert (found.backend.at, found.backend.locking) == (Source("live/root.hcl", 2), True)
    assert found.backend.locking_at == Source("live/root.hcl", 5)


def test_a_backend_in_a_generated_file_counts() -> None:
    backend = stack({"root.hcl": GENERATED, "prod/vpc/terragrunt.hcl": UNIT}).backend
    assert backend is not None
    assert (backend.kind, backend.at, backend.locking) == ("s3", Source("root.hcl", 5), True)


def test_an_include_by_path_is_followed() -> None:
    unit = 'include {\n  path = "../../config/terragrunt.hcl"\n}\n'
    backend = stack({"config/terragrunt.hcl": REMOTE, "stacks/web/terragrunt.hcl": unit}).backend
    assert backend is not None
    assert backend.at.path == "config/terragrunt.hcl"


def test_the_parent_and_the_module_are_no_stacks_themselves() -> None:
    files = {"root.hcl": REMOTE, "prod/vpc/terragrunt.hcl": UNIT, "modules/vpc/main.tf": MODULE}
    [found] = stacks(files)
    assert (found.directory, found.resources) == ("prod/vpc", 1)


def test_a_module_that_a_unit_uses_is_none_wherever_it_lies() -> None:
    unit = INCLUDE + 'terraform {\n  source = "../../aws//vpc"\n}\n'
    files = {"root.hcl": REMOTE, "env/prod/terragrunt.hcl": unit, "aws/vpc/main.tf": MODULE}
    assert [one.directory for one in stacks(files)] == ["env/prod"]


def test_a_unit_beside_terraform_files_is_one_stack() -> None:
    files = {"prod/terragrunt.hcl": INCLUDE, "prod/main.tf": MODULE}
    found = stack(files)
    assert (found.tool, found.backend and found.backend.partial) == ("terragrunt", True)


def test_a_lock_inside_a_merge_is_one() -> None:
    chosen = 'local.cloud == "aws" ? {\n      key          = "a"\n      use_lockfile = true\n    } : {}'
    config = f"merge(\n    {chosen},\n  )"
    files = {"live/vpc/terragrunt.hcl": f'{UNIT}remote_state {{\n  backend = "s3"\n  config = {config}\n}}\n'}
    backend = stack(files).backend
    assert backend is not None
    assert (backend.kind, backend.locking) == ("s3", True)
