from __future__ import annotations

import pytest

from maturity.core.facts.infrastructure import Infrastructure
from maturity.core.source import Source
from tests.maturity.core.stacks.scanning import fact, stack, stacks

RESOURCE = 'resource "aws_sqs_queue" "q" {\n}\n'
PROVIDER = 'provider "aws" {\n  region = "eu-west-1"\n}\n'


def s3(settings: str = "") -> str:
    return f'terraform {{\n  backend "s3" {{\n{settings}  }}\n}}\n'


WHOLE = s3('    bucket = "state"\n    key = "a"\n')


def test_a_backend_makes_a_directory_a_stack() -> None:
    found = stack({"infra/main.tf": RESOURCE, "infra/backend.tf": WHOLE})
    assert (found.directory, found.tool, found.at, found.resources) == (
        "infra", "terraform", Source("infra/backend.tf", 2), 1,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("setting", "locking"),
    [
        ("use_lockfile = true", True),
        ('use_lockfile = "true"', True),
        ('dynamodb_table = "locks"', True),
        ("use_lockfile = false", False),
        ('# dynamodb_table = "locks"', False),
        ('dynamodb_table = ""', False),
    ],
)
def test_s3_locks_only_when_told_to(setting: str, locking: bool) -> None:
    text = s3(f'    bucket = "state"\n    key = "a"\n    {setting}\n')
    backend = stack({"main.tf": RESOURCE + text}).backend
    assert backend is not None
    assert (backend.locking, backend.partial) == (locking, False)


def test_an_application_table_is_no_lock() -> None:
    table = 'resource "aws_dynamodb_table" "orders" {\n  name = "dynamodb_table"\n}\n'
    output = 'output "howto" {\n  value = <<EOF\nuse_lockfile = true\nEOF\n}\n'
    backend = stack({"main.tf": table + output + WHOLE}).backend
    assert backend is not None
    assert backend.locking is False


@pytest.mark.parametrize("kind", ["azurerm", "gcs", "remote", "consul", "pg", "kubernetes"])
def test_some_backends_lock_by_themselves(kind: str) -> None:
    backend = stack({"main.tf": f'terraform {{\n  backend "{kind}" {{}}\n}}\n{RESOURCE}'}).backend
    assert backend is not None
    assert backend.locking is True


@pytest.mark.parametrize(("more", "locking"), [("", False), ('    lock_address = "https://x/lock"\n', True)])
def test_http_needs_an_address_for_the_lock(more: str, locking: bool) -> None:
    text = f'terraform {{\n  backend "http" {{\n    address = "https://x"\n{more}  }}\n}}\n'
    backend = stack({"main.tf": text + RESOURCE}).backend
    assert backend is not None
    assert backend.locking is locking


def test_hcp_terraform_keeps_and_locks_the_state() -> None:
    backend = stack(
        {"main.tf": 'terraform {\n  cloud {\n    organization = "x"\n  }\n}\n' + RESOURCE}
    ).backend
    assert backend is not None
    assert (backend.kind, backend.locking, backend.at) == ("cloud", True, Source("main.tf", 2))


def test_the_lock_of_a_partial_backend_is_not_known() -> None:
    backend = stack({"main.tf": s3() + RESOURCE}).backend
    assert backend is not None
    assert (backend.partial, backend.locking) == (True, None)


def test_a_file_of_backend_settings_completes_it() -> None:
    settings = 'bucket = "state"\nkey = "a"\ndynamodb_table = "locks"\n'
    backend = stack({"infra/main.tf": s3() + RESOURCE, "infra/prod.s3.tfbackend": settings}).backend
    assert backend is not None
    assert (backend.partial, backend.locking) == (True, True)
    assert backend.locking_at == Source("infra/prod.s3.tfbackend", 3)


def test_settings_without_a_lock_say_that_there_is_none() -> None:
    files = {"infra/main.tf": s3() + RESOURCE, "backend.hcl": 'bucket = "state"\nkey = "a"\n'}
    backend = stack(files).backend
    assert backend is not None
    assert backend.locking is False


def test_a_script_may_pass_the_lock_to_init() -> None:
    script = "#!/bin/sh\nterraform init -backend-config=dynamodb_table=locks -backend-config=bucket=b\n"
    backend = stack({"infra/main.tf": s3() + RESOURCE, "deploy.sh": script}).backend
    assert backend is not None
    assert (backend.locking, backend.locking_at) == (True, Source("deploy.sh", 2))


def test_a_commented_backend_is_none() -> None:
    text = '# terraform {\n#   backend "s3" {}\n# }\n'
    assert stack({"main.tf": text + PROVIDER + RESOURCE}).backend is None


def test_a_backend_in_an_example_makes_no_stack() -> None:
    found = fact(
        Infrastructure, {"examples/basic/main.tf": WHOLE + RESOURCE, "src/main.go": "package main\n"}
    )
    assert found.stacks == ()
    assert [source.path for source in found.sample_only] == ["examples/basic/main.tf"]


def test_a_test_folder_beside_production_is_an_environment() -> None:
    files = {f"terraform/{name}/main.tf": WHOLE + RESOURCE for name in ("test", "production")}
    assert [(one.directory, one.environment) for one in stacks(files)] == [
        ("terraform/production", "prod"), ("terraform/test", "test"),
    ]  # fmt: skip


def test_a_test_folder_beside_a_folder_for_developers_is_still_a_test() -> None:
    files = {f"{name}/main.tf": WHOLE + RESOURCE for name in ("test", "dev")}
    assert [one.directory for one in stacks(files)] == ["dev"]


def test_variable_files_may_lie_beside_the_directory() -> None:
    files = {"components/web/main.tf": s3() + RESOURCE}
    files |= {f"environments/{name}/web.tfvars": "size = 1\n" for name in ("prod", "dev")}
    assert [one.environment for one in stacks(files)] == ["dev", "prod"]


def test_backends_in_a_folder_of_modules_make_no_stack() -> None:
    files = {f"modules/{name}/main.tf": s3() + RESOURCE for name in "abc"}
    assert fact(Infrastructure, files).stacks == ()


def test_without_any_backend_a_directory_with_a_provider_is_a_stack() -> None:
    files = {"main.tf": PROVIDER + 'module "a" {\n  source = "./a"\n}\n', "a/main.tf": PROVIDER + RESOURCE}
    assert [one.directory for one in stacks(files)] == [""]


def test_a_library_has_no_stack() -> None:
    files = {
        "main.tf": RESOURCE + 'variable "name" {}\noutput "arn" {\n  value = 1\n}\n',
        "examples/all/main.tf": PROVIDER + 'module "it" {\n  source = "../.."\n}\n',
    }
    assert stacks(files) == []


def test_variable_files_of_environments_make_one_stack_each() -> None:
    files = {
        "infra/main.tf": s3() + RESOURCE,
        "infra/prod.tfvars": "size = 3\n",
        "infra/environments/staging/terraform.tfvars": "size = 1\n",
        "infra/prod.s3.tfbackend": 'bucket = "p"\nuse_lockfile = true\n',
        "infra/staging.s3.tfbackend": 'bucket = "s"\n',
    }
    told = {one.environment: one.backend.locking for one in stacks(files) if one.backend}
    assert told == {"prod": True, "stage": False}


def test_opentofu_is_told_by_its_file_names() -> None:
    assert stack({"main.tofu": WHOLE + RESOURCE}).tool == "opentofu"


CALLS = 'module "net" {\n  source = "../../modules/net"\n}\n'


def test_a_folder_that_puts_modules_together_is_a_stack_without_a_provider_block() -> None:
    files = {"live/shop/main.tf": CALLS, "modules/net/main.tf": RESOURCE}
    assert stack(files).directory == "live/shop"


def test_a_wrapper_in_a_repository_that_is_a_module_itself_is_none() -> None:
    files = {
        "main.tf": f'variable "x" {{}}\n{RESOURCE}',
        "modules/net/main.tf": RESOURCE,
        "wraps/net/main.tf": CALLS,
    }
    assert stacks(files) == []


def test_providers_alone_declare_nothing() -> None:
    assert stacks({"schemas/main.tf": PROVIDER}) == []


@pytest.mark.parametrize("folder", ["infra-2023-08-09-backup", "backup_20230809"])
def test_a_dated_backup_is_put_away(folder: str) -> None:
    assert stacks({f"{folder}/main.tf": WHOLE + RESOURCE}) == []
    assert stack({"aws-backup/main.tf": WHOLE + RESOURCE}).directory == "aws-backup"


def test_a_file_of_settings_per_environment_makes_a_stack_of_each() -> None:
    setting = 'key = "x"\n'
    found = stacks(
        {
            "main.tf": s3() + RESOURCE,
            "backend-configs/production": setting,
            "backend-configs/staging": setting,
        }
    )
    assert [one.environment for one in found] == ["prod", "stage"]


def test_atmos_writes_the_backend_of_its_components() -> None:
    component = {"components/terraform/vpc/main.tf": PROVIDER + RESOURCE}
    settings = "terraform:\n  backend_type: s3\n  backend:\n    s3:\n      dynamodb_table: locks\n"
    files = component | {"stacks/orgs/_defaults.yaml": settings}
    assert stack(files).backend is None
    backend = stack(files | {"atmos.yaml": "base_path: .\n"}).backend
    assert backend is not None
    assert (backend.kind, backend.at, backend.locking) == (
        "s3",
        Source("stacks/orgs/_defaults.yaml", 2),
        True,
    )
