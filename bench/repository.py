"""A repository to measure on: large, deterministic, and made of nothing but invention."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

ENVIRONMENTS = ("dev", "test", "stage", "prod")
KINDS = ("aws_sqs_queue", "aws_s3_bucket", "aws_iam_role", "aws_security_group", "aws_lambda_function")
PARTS = 19  # further files of each stack

_BACKEND = """terraform {{
  required_version = "~> 1.10"

  backend "s3" {{
    bucket       = "example-state"
    key          = "{folder}.tfstate"
    region       = "eu-central-1"
    use_lockfile = true
  }}
}}
"""
_WORKFLOW = """name: {name}
on:
  pull_request:
    paths: ["{folder}/**"]
  push:
    branches: [main]
    paths: ["{folder}/**"]
jobs:
  plan:
    if: github.event_name == 'pull_request'
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v4
      - uses: hashicorp/setup-terraform@v3
      - run: |
          terraform fmt -check
          terraform init -input=false
          terraform validate
          terraform plan -input=false -lock=false
        working-directory: {folder}
  apply:
    if: github.event_name == 'push'
    runs-on: ubuntu-24.04
    environment: production
    steps:
      - uses: actions/checkout@v4
      - uses: hashicorp/setup-terraform@v3
      - run: ./scripts/apply.sh {folder}
"""
_SCRIPT = """#!/usr/bin/env bash
set -euo pipefail
cd "$1"
terraform init -input=false
terraform apply -input=false -auto-approve
"""


def _words(seed: int, count: int) -> str:
    """Text that does not compress to nothing: as varied as names, accounts and addresses in real files."""
    digest = sha256(str(seed).encode()).hexdigest() * (count // 8 + 1)
    return " ".join(digest[n * 7 : n * 7 + 7] for n in range(count))


def _resources(seed: int, count: int) -> str:
    return "\n".join(
        f'resource "{KINDS[(seed + n) % len(KINDS)]}" "item_{seed}_{n}" {{\n'
        f'  name        = "${{var.prefix}}-{seed}-{n}"\n'
        f'  description = "{_words(seed * 100 + n, 4)}"\n'
        f'  role        = "arn:aws:iam::{(seed * 7919 + n * 104729) % 10**12:012}:role/r{seed}-{n}"\n'
        f'  subnets     = ["10.{seed % 256}.{n}.0/24", "10.{seed % 256}.{n + 100}.0/24"]\n\n'
        f'  tags = {{\n    team = "team-{seed % 23}"\n    cost = "{(seed * 31 + n) % 997}"\n  }}\n}}\n'
        for n in range(count)
    )


def _stack(number: int) -> Iterator[tuple[str, str]]:
    environment = ENVIRONMENTS[number % len(ENVIRONMENTS)]
    folder = f"live/{environment}/service-{number // len(ENVIRONMENTS):03}"
    yield f"{folder}/backend.tf", _BACKEND.format(folder=folder)
    yield f"{folder}/main.tf", _resources(number + 50_000, 6 + number % 9)
    yield f"{folder}/network.tf", _resources(number + 60_000, 3 + number % 5)
    yield f"{folder}/modules.tf", f'module "queue" {{\n  source = "../../../modules/m{number % 40}"\n}}\n'
    yield f"{folder}/variables.tf", 'variable "prefix" {\n  type    = string\n  default = "x"\n}\n'
    yield f"{folder}/outputs.tf", f'output "id" {{\n  value = "{number}"\n}}\n'
    yield f"{folder}/terraform.tfvars", f'prefix = "{environment}-{number}"\n'
    for part in range(PARTS):
        yield f"{folder}/part-{part:02}.tf", _resources(number * 100 + part, 1 + (number + part) % 10)


def files(stacks: int) -> Iterator[tuple[str, str]]:
    for number in range(stacks):
        yield from _stack(number)
    for number in range(40):
        yield f"modules/m{number}/main.tf", _resources(number + 70_000, 8)
        yield f"modules/m{number}/variables.tf", 'variable "prefix" {\n  type = string\n}\n'
    for number in range(60):
        folder = f"live/{ENVIRONMENTS[number % 4]}/service-{number // 4:03}"
        yield f".github/workflows/service-{number:03}.yml", _WORKFLOW.format(name=f"s{number}", folder=folder)
    yield "scripts/apply.sh", _SCRIPT
    yield "README.md", "# A repository to measure on\n"


def edits(contents: Mapping[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """What people commit next: its name, and the files it changes."""
    file, workflow = "live/prod/service-007/main.tf", ".github/workflows/service-007.yml"
    text = contents[file]
    yield "a value changed", {file: text.replace('cost = "', 'cost = "1', 1)}
    yield "a block added", {file: text + _resources(90_000, 1)}
    yield "a workflow edited", {workflow: contents[workflow].replace("terraform validate\n", "tflint\n")}
    yield "a file added", {"live/prod/service-007/more.tf": _resources(90_001, 2)}


def build(folder: Path, stacks: int) -> tuple[str, dict[str, str]]:
    """A bare, packed repository in `folder`: its first commit, and one that follows it for each edit."""
    git(folder, "init", "--quiet", "--bare", "--initial-branch=main", ".")
    contents = dict(files(stacks))
    stream = _commit("main", contents, "everything", 1_767_225_600)
    names = {}
    for number, (name, changed) in enumerate(edits(contents)):
        names[name] = f"edit-{number}"
        stream += _commit(names[name], changed, name, 1_767_312_000, "from refs/heads/main\n")
    git(folder, "fast-import", "--quiet", stdin=stream)
    git(folder, "repack", "-a", "-d", "--quiet")
    commits = {name: git(folder, "rev-parse", branch) for name, branch in names.items()}
    return git(folder, "rev-parse", "main"), commits


def _commit(branch: str, contents: Mapping[str, str], message: str, at: int, parent: str = "") -> bytes:
    head = f"commit refs/heads/{branch}\ncommitter Bench <bench@example.com> {at} +0000\n"
    parts = [f"{head}data {len(message)}\n{message}\n{parent}".encode()]
    for path, text in contents.items():
        data = text.encode()
        parts.append(f"M 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n")
    return b"".join(parts)


def git(folder: Path, *args: str, stdin: bytes = b"") -> str:
    env = {"PATH": os.environ["PATH"], "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null"}
    done = subprocess.run(["git", *args], cwd=folder, env=env, input=stdin, capture_output=True, check=True)
    return done.stdout.decode().strip()
