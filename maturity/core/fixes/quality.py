"""Fixes that put checks in front of the merge."""

from __future__ import annotations

from itertools import takewhile

from maturity.core.criterion import Fix
from maturity.core.facts.context import RepositoryContext
from maturity.core.fixes.build import pipeline
from maturity.core.fixes.jobs import Job, When
from maturity.core.fixes.tooling import TERRAFORM_LIKE, family, tool

_TFLINT = "https://raw.githubusercontent.com/terraform-linters/tflint/master/install_linux.sh"
_LINTERS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    # family -> image, how to install it elsewhere, what to run
    "terraform": (
        "ghcr.io/terraform-linters/tflint:v0.58.0",
        (f"curl -fsS {_TFLINT} | bash",),
        ("tflint --init", "tflint --recursive"),
    ),
    "ansible": ("python:3.13", ("pip install ansible-lint",), ("ansible-lint",)),
    "cloudformation": ("python:3.13", ("pip install cfn-lint",), ("cfn-lint '**/*.yaml'",)),
    "kubernetes": ("stackrox/kube-linter:v0.7.4-alpine",
                   ("go install golang.stackrox.io/kube-linter/cmd/kube-linter@latest",),
                   ("kube-linter lint .",)),
    "pulumi": ("python:3.13", ("pip install ruff",), ("ruff check .",)),
    "cdk": ("node:22", ("npm ci",), ("npx eslint .",)),
    "cdktf": ("node:22", ("npm ci",), ("npx eslint .",)),
    "bicep": ("mcr.microsoft.com/azure-cli:2.73.0", (),
              ("for file in *.bicep; do az bicep lint --file \"$file\"; done",)),
}  # fmt: skip
_TERRAFORM_TEST = """\
# A test plans the stack and asserts on the result; nothing is created.
run "plan_is_safe" {
  command = plan

  assert {
    condition     = length(terraform.workspace) > 0
    error_message = "Replace this with what must always hold in this stack."
  }
}
"""
_MOCKED = """\
import * as pulumi from "@pulumi/pulumi";

pulumi.runtime.setMocks({
  newResource: (args) => ({ id: `${args.name}-id`, state: args.inputs }),
  call: (args) => args.inputs,
});

test("the bucket is encrypted", async () => {
  const { bucket } = await import("./index");
  const rules = await new Promise((done) => bucket.serverSideEncryptionConfiguration.apply(done));
  expect(rules).toBeDefined();
});
"""
_REGO = """\
package main

import rego.v1

# Input is `terraform show -json` of the plan.
deny contains message if {
  some change in input.resource_changes
  "delete" in change.change.actions
  startswith(change.type, "aws_db_")
  message := sprintf("%s would be deleted: databases are deleted by hand", [change.address])
}
"""


def _check(context: RepositoryContext, job_id: str, script: tuple[str, ...], **more: object) -> Job:
    defaults: dict[str, object] = {"tool": context.tool, "image": tool(context.tool).image}
    given = {"directories": context.directories, **defaults, **more}
    return Job(id=job_id, when=When.PULL_REQUEST, script=script, **given)  # type: ignore[arg-type]


def _everywhere(context: RepositoryContext) -> tuple[str, ...]:
    """What reads a whole tree runs once, in the folder all stacks have in common: modules lie there too."""
    parts = zip(*(directory.split("/") for directory in context.directories), strict=False)
    return ("/".join(names[0] for names in takewhile(lambda names: len(set(names)) == 1, parts)),)


def formatted(context: RepositoryContext) -> Fix:
    script = tool(context.tool).format
    if not script:
        return Fix("Run the formatter of what it is written in, in the mode that fails on unformatted code.")
    job = _check(context, "format", script, directories=_everywhere(context))
    return pipeline(context, "format", "Fail a pull request whose code is not formatted.", job)


def validated(context: RepositoryContext) -> Fix:
    using = tool(context.tool)
    job = _check(context, "validate", using.validate or using.plan)
    return pipeline(context, "validate", "Fail a pull request whose code is not valid.", job)


def linted(context: RepositoryContext) -> Fix:
    key = "terraform" if context.tool in TERRAFORM_LIKE else family(context.tool)
    if key not in _LINTERS:
        return Fix("Run a linter of what it is written in on every pull request, and let it fail.")
    image, install, script = _LINTERS[key]
    setup = {"tool": "", "image": image, "install": install}
    job = _check(context, "lint", script, directories=_everywhere(context), **setup)
    return pipeline(context, "lint", "Let a linter find what validation cannot, and fail on it.", job)


def scanned(context: RepositoryContext) -> Fix:
    job = _check(
        context, "scan", ("checkov --directory . --compact --quiet",), directories=_everywhere(context),
        tool="", image="bridgecrew/checkov:3", install=("pip install checkov",),
    )  # fmt: skip
    return pipeline(
        context, "scan", "Scan the infrastructure code and let a finding fail the pull request.", job
    )


def tested(context: RepositoryContext) -> Fix:
    """The lowest tier that counts: static validation, in front of the merge."""
    if context.tool == "pulumi":
        path = "/".join(filter(None, (*context.directories[:1], "index.test.ts")))
        return Fix(
            "Test the program with mocks, and run it (`npx jest`) on every pull request.", path, _MOCKED
        )
    fix = validated(context)
    if context.tool in ("terraform", "opentofu"):
        more = " Then write tests: a tests/*.tftest.hcl file beside the code, run with `terraform test`."
        return Fix(fix.summary + more, fix.path, fix.content)
    return fix


def policy(context: RepositoryContext) -> Fix:
    return Fix(
        "Write the rules of your organisation as code, and run them with conftest.",
        "policy/deletes.rego",
        _REGO,
    )


def plan_policy(context: RepositoryContext) -> Fix:
    if context.tool not in ("terraform", "opentofu"):
        return scanned(context)
    binary = "tofu" if context.tool == "opentofu" else "terraform"
    script = (
        *tool(context.tool).plan,
        f"{binary} show -json tfplan > tfplan.json",
        'conftest test --policy "$(git rev-parse --show-toplevel)/policy" tfplan.json',
    )
    job = _check(context, "policy", script, cloud=context.cloud)
    return pipeline(context, "policy", "Judge the plan by your rules before anybody approves it.", job)


def integration_test(context: RepositoryContext) -> Fix:
    if context.tool not in ("terraform", "opentofu"):
        return Fix("Create a short-lived copy in an account of its own, ask it something, and take it down.")
    directory = context.directories[0] if context.directories else ""
    path = "/".join(filter(None, (directory, "tests/smoke.tftest.hcl")))
    content = _TERRAFORM_TEST.replace("command = plan", "command = apply").replace(
        "plan_is_safe", "it_can_be_created"
    )
    return Fix(
        "Create a short-lived copy in an account of its own, assert on it, and take it down.", path, content
    )


def cost(context: RepositoryContext) -> Fix:
    script = ("infracost breakdown --path .",)
    setup = {"tool": "", "image": "infracost/infracost:ci-0.10", "install": ()}
    return pipeline(
        context,
        "cost",
        "Show what a change costs before it is merged.",
        _check(context, "cost", script, **setup),
    )
