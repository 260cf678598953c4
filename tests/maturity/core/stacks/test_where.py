"""Where a state lies, as far as the files say so word for word."""

from __future__ import annotations

import pytest

from maturity.core.facts.stack import Where
from tests.maturity.core.stacks.scanning import stack, stacks

RESOURCE = 'resource "aws_sqs_queue" "q" {\n}\n'
WHOLE = 'bucket = "acme"\nkey = "net/prod.tfstate"\nregion = "eu-west-1"\n'
EMPTY = f'terraform {{\n  backend "s3" {{}}\n}}\n{RESOURCE}'


def s3(settings: str) -> str:
    return f'terraform {{\n  backend "s3" {{\n{settings}  }}\n}}\n{RESOURCE}'


def where(files: dict[str, str]) -> Where | None:
    backend = stack(files).backend
    assert backend is not None
    return backend.where


def test_a_whole_block_says_where() -> None:
    assert where({"main.tf": s3(WHOLE)}) == Where("s3://acme/net/prod.tfstate", "eu-west-1")


def test_the_lock_table_and_the_prefix_of_workspaces_are_told_too() -> None:
    found = where({"main.tf": s3(WHOLE + 'dynamodb_table = "locks"\nworkspace_key_prefix = "ws"\n')})
    assert found == Where("s3://acme/net/prod.tfstate", "eu-west-1", "ws", "locks")


@pytest.mark.parametrize(
    "settings",
    [
        'bucket = "acme"\n',
        'bucket = "acme-${var.env}"\nkey = "a"\n',
        'bucket = var.bucket\nkey = "a"\n',
        WHOLE + "dynamodb_table = local.table\n",
        WHOLE + 'workspace_key_prefix = "x-${local.y}"\n',
        'bucket = "arn:aws:s3:::acme"\nkey = "a"\n',
    ],
)
def test_half_an_answer_is_none(settings: str) -> None:
    assert where({"main.tf": s3(settings)}) is None


def test_a_region_that_is_not_literal_is_left_open() -> None:
    assert where({"main.tf": s3('bucket = "acme"\nkey = "a"\nregion = local.region\n')}) == Where(
        "s3://acme/a"
    )


def test_a_file_of_settings_completes_the_block() -> None:
    found = where(
        {"main.tf": s3('key = "a"\n'), "prod.s3.tfbackend": 'bucket = "acme"\nregion = "eu-west-1"\n'}
    )
    assert found == Where("s3://acme/a", "eu-west-1")


def test_the_words_of_a_command_complete_the_block() -> None:
    script = "terraform init -backend-config=bucket=acme -backend-config='key=net/a'\n"
    assert where({"main.tf": EMPTY, "deploy.sh": script}) == Where("s3://acme/net/a")


@pytest.mark.parametrize("key", ["$KEY", "${ENV}/a", "$(cat key)"])
def test_a_variable_of_the_shell_is_no_place(key: str) -> None:
    script = f'terraform init -backend-config=bucket=acme -backend-config="key={key}"\n'
    assert where({"main.tf": EMPTY, "deploy.sh": script}) is None


def test_the_block_counts_more_than_a_command_that_may_be_another_directorys() -> None:
    script = "terraform init -backend-config=key=other\n"
    assert where({"main.tf": s3(WHOLE), "deploy.sh": script}) == Where(
        "s3://acme/net/prod.tfstate", "eu-west-1"
    )


def test_commands_that_disagree_tell_nothing() -> None:
    script = (
        "terraform init -backend-config=bucket=acme -backend-config=key=a\n"
        "terraform init -backend-config=bucket=acme -backend-config=key=b\n"
    )
    assert where({"main.tf": EMPTY, "deploy.sh": script}) is None


def test_a_terragrunt_unit_fills_in_its_own_path() -> None:
    root = (
        'remote_state {\n  backend = "s3"\n  config = {\n    bucket = "acme"\n'
        '    key = "${path_relative_to_include()}/terraform.tfstate"\n    region = "eu-west-1"\n'
        '    dynamodb_table = "locks"\n  }\n}\n'
    )
    unit = 'include "root" {\n  path = find_in_parent_folders("root.hcl")\n}\n'
    found = stacks(
        {"live/root.hcl": root, "live/prod/vpc/terragrunt.hcl": unit, "live/dev/vpc/terragrunt.hcl": unit}
    )
    places = {one.directory: one.backend.where for one in found if one.backend}
    assert places == {
        "live/prod/vpc": Where("s3://acme/prod/vpc/terraform.tfstate", "eu-west-1", "", "locks"),
        "live/dev/vpc": Where("s3://acme/dev/vpc/terraform.tfstate", "eu-west-1", "", "locks"),
    }


def test_a_terragrunt_place_made_of_variables_is_none() -> None:
    root = 'remote_state {\n  backend = "s3"\n  config = {\n    bucket = local.b\n    key = "a"\n  }\n}\n'
    unit = 'include {\n  path = find_in_parent_folders()\n}\nterraform {\n  source = "x//y"\n}\n'
    [found] = stacks({"terragrunt.hcl": root, "prod/terragrunt.hcl": unit})
    assert found.backend is not None
    assert found.backend.where is None
