"""Fixes of the declared infrastructure itself: state, locks, pins, layout, guards, owners."""

from __future__ import annotations

from maturity.core.criterion import Fix
from maturity.core.facts.context import RepositoryContext
from maturity.core.fixes.tooling import TERRAFORM_LIKE

_BACKENDS = {
    "aws": 'terraform {\n  backend "s3" {\n    bucket       = "CHANGE-ME-state"\n'
    '    key          = "%s/terraform.tfstate"\n'
    '    region       = "eu-west-1"\n    encrypt      = true\n    use_lockfile = true\n  }\n}\n',
    "azure": 'terraform {\n  backend "azurerm" {\n    resource_group_name  = "CHANGE-ME"\n'
    '    storage_account_name = "CHANGE-ME"\n    container_name       = "state"\n'
    '    key                  = "%s.tfstate"\n    use_azuread_auth     = true\n  }\n}\n',
    "google": 'terraform {\n  backend "gcs" {\n    bucket = "CHANGE-ME-state"\n    prefix = "%s"\n  }\n}\n',
}
_MAIN = """\
# Bring what exists under it: an import block for each resource, until `terraform plan` shows no change.
import {
  to = aws_s3_bucket.example
  id = "the-bucket-that-exists"
}

resource "aws_s3_bucket" "example" {
  bucket = "the-bucket-that-exists"
}
"""
_PINS = """\
terraform {
  required_version = "~> 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}
"""
_IGNORE = "*.tfstate\n*.tfstate.*\n*.tfplan\n*.auto.tfvars\n.terraform/\n"


def _in(context: RepositoryContext, name: str) -> str:
    directory = context.directories[0] if context.directories else ""
    return f"{directory}/{name}" if directory else name


def declared(context: RepositoryContext) -> Fix:
    return Fix("Declare what exists in one root module, and import it.", "infra/main.tf", _MAIN)


def scripted(context: RepositoryContext) -> Fix:
    content = "#!/usr/bin/env bash\nset -euo pipefail\n\n# What you did by hand, in the order you did it.\n"
    return Fix(
        "Write down what was done by hand as a script that can run twice.", "scripts/provision.sh", content
    )


def remote_state(context: RepositoryContext) -> Fix:
    if context.tool == "pulumi":
        return Fix("Keep the state where the whole team reaches it.", "Pulumi.yaml",
                   "backend:\n  url: s3://CHANGE-ME-state\n")  # fmt: skip
    key = (context.directories[0] if context.directories else "") or "root"
    content = _BACKENDS.get(context.cloud, _BACKENDS["aws"]) % key
    return Fix("Keep the state where the whole team reaches it, then run init -migrate-state.",
               _in(context, "backend.tf"), content)  # fmt: skip


def locking(context: RepositoryContext) -> Fix:
    return Fix("Add one line to the s3 backend (Terraform 1.10 or OpenTofu 1.10 and later).",
               _in(context, "backend.tf"), "use_lockfile = true\n")  # fmt: skip


def no_state(context: RepositoryContext) -> Fix:
    summary = "Take the file out of git and out of its history, and change every secret that was in it."
    return Fix(summary, ".gitignore", _IGNORE)


def pins(context: RepositoryContext) -> Fix:
    if context.tool in TERRAFORM_LIKE:
        summary = "Say which versions the stack was written for, and commit .terraform.lock.hcl beside it."
        return Fix(summary, _in(context, "versions.tf"), _PINS)
    return Fix("Commit the lock file of your package manager, and name exact versions.")


def modules(context: RepositoryContext) -> Fix:
    content = 'module "network" {\n  source = "../modules/network"\n\n  environment = "stage"\n}\n'
    summary = "Move what several stacks repeat into a module, and call it from each of them."
    return Fix(summary, _in(context, "main.tf"), content)


def environments(context: RepositoryContext) -> Fix:
    content = "infra/\n  modules/\n  stage/   own state, own account\n  prod/    own state, own account\n"
    return Fix("Give each environment a directory, a state and credentials of its own.", "", content)


def destroy_guard(context: RepositoryContext) -> Fix:
    content = "lifecycle {\n  prevent_destroy = true\n}\n"
    summary = "Put this into every resource whose loss would hurt: databases, buckets with data, keys, zones."
    return Fix(summary, "", content)


def owners(context: RepositoryContext) -> Fix:
    rules = "".join(f"/{directory}/ @your-org/platform\n" if directory else "* @your-org/platform\n"
                    for directory in context.directories[:12])  # fmt: skip
    path = "CODEOWNERS" if context.system != "github-actions" else ".github/CODEOWNERS"
    return Fix("Say who must review a change to the infrastructure.", path, rules)


def assertions(context: RepositoryContext) -> Fix:
    content = (
        'variable "environment" {\n  type = string\n\n  validation {\n'
        '    condition     = contains(["stage", "prod"], var.environment)\n'
        '    error_message = "environment is stage or prod."\n  }\n}\n'
    )
    return Fix(
        "Let a variable refuse what makes no sense, before anything is planned.",
        _in(context, "variables.tf"),
        content,
    )
