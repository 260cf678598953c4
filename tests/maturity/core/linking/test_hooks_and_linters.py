"""Runners that find their work in a settings file: pre-commit, MegaLinter, super-linter, just."""

from __future__ import annotations

import pytest

from maturity.core.facts.pipelines import collect
from maturity.core.facts.repository_name import RepositoryName
from maturity.core.files import Files
from maturity.core.linking.follow import follow
from maturity.core.linking.reached import Reached
from maturity.core.pipeline import Act, Context, Event, Step
from maturity.core.tree import MemoryTree

HOOKS = """repos:
  - repo: https://example.org/terraform-hooks
    rev: v1
    hooks:
      - id: terraform_fmt
      - id: terraform_tflint
        args: [--args=--soft]
      - id: terraform_checkov
        stages: [manual]
  - repo: local
    hooks:
      - id: own
        name: own
        entry: terragrunt hcl fmt --check
        language: system
"""
CODE = {"main.tf": 'resource "x" "y" {}\n'}


def activities(files, run="", uses="", inputs=None, env=None):
    step = Step(line=7, run=run, run_line=7, uses=uses, inputs=inputs or {})
    one = Reached(
        step=step, path="ci.yml", context=Context(system="x", workflow="ci.yml", job="j"), run=run,
        events=frozenset({Event.PULL_REQUEST}), inputs=inputs or {}, env=env or {}, siblings=(step,),
    )  # fmt: skip
    return follow([one], Files(MemoryTree({**CODE, **files}))).activities


def test_every_hook_of_the_commit_stage_is_an_activity_at_its_line():
    found = activities({".pre-commit-config.yaml": HOOKS}, run="pre-commit run --all-files")
    assert [(one.act, one.at.line) for one in found] == [(Act.FMT, 5), (Act.LINT, 6), (Act.FMT, 12)]
    assert [str(one) for one in found[0].via] == ["ci.yml:7"]


@pytest.mark.parametrize(
    ("run", "acts"),
    [
        ("pre-commit run terraform_tflint --all-files", [Act.LINT]),
        ("pre-commit run --hook-stage manual -a", [Act.FMT, Act.LINT, Act.SCAN, Act.FMT]),
        ("SKIP=terraform_fmt,own pre-commit run -a", [Act.LINT]),
        ("prek run --all-files", [Act.FMT, Act.LINT, Act.FMT]),
        ("pre-commit install", []),
    ],
)
def test_the_command_chooses_the_hooks(run, acts):
    found = [one.act for one in activities({".pre-commit-config.yaml": HOOKS}, run=run)]
    assert found == acts


def test_the_action_runs_the_hooks_too():
    files = {".pre-commit-config.yaml": HOOKS}
    assert [one.act for one in activities(files, uses="pre-commit/action@v3")] == [Act.FMT, Act.LINT, Act.FMT]


def test_a_configuration_nobody_runs_is_no_activity():
    assert collect(Files(MemoryTree({".pre-commit-config.yaml": HOOKS})), RepositoryName()).activities == ()


def test_a_block_for_the_hook_service_runs_what_it_does_not_skip():
    text = f"ci:\n  skip: [terraform_tflint]\n{HOOKS}"
    found = collect(Files(MemoryTree({".pre-commit-config.yaml": text})), RepositoryName()).activities
    assert [(one.act, one.context.system) for one in found] == [
        (Act.FMT, "pre-commit.ci"),
        (Act.FMT, "pre-commit.ci"),
    ]


def mega(settings, env=None):
    files = {".mega-linter.yml": settings}
    found = activities(files, uses="oxsecurity/megalinter/flavors/terraform@v8", env=env)
    return {(one.act, one.tool): one for one in found}


def test_mega_linter_runs_only_the_linters_it_is_told_to():
    found = mega("ENABLE_LINTERS:\n  - TERRAFORM_TFLINT\n")
    assert set(found) == {(Act.LINT, "tflint")}
    assert str(found[Act.LINT, "tflint"].at) == ".mega-linter.yml:1"


def test_mega_linter_leaves_out_what_is_disabled():
    found = mega("DISABLE_LINTERS: [REPOSITORY_CHECKOV]\nDISABLE: [KUBERNETES]\n")
    assert (Act.FMT, "terraform") in found
    assert (Act.SCAN, "checkov") not in found


def test_mega_linter_may_only_report():
    found = mega("ENABLE: [TERRAFORM]\nTERRAFORM_TFLINT_DISABLE_ERRORS: true\n")
    assert found[Act.LINT, "tflint"].soft != ""
    assert found[Act.FMT, "terraform"].soft == ""


def test_the_environment_overrules_the_settings_of_mega_linter():
    found = mega("ENABLE_LINTERS: [TERRAFORM_TFLINT]\n", env={"ENABLE_LINTERS": "TERRAFORM_TERRAFORM_FMT"})
    assert set(found) == {(Act.FMT, "terraform")}


def test_a_linter_without_files_to_look_at_does_nothing():
    found = activities({}, uses="super-linter/super-linter@v7")
    tools = {one.tool for one in found}
    assert "tflint" in tools
    assert not {"ansible-lint", "terragrunt", "cfn-lint", "kubeconform"} & tools


JUST = """tf := "terraform"

plan env="dev": fmt
    {{tf}} -chdir=live/{{env}} plan

fmt:
    terraform fmt -check
"""


def test_a_just_recipe_comes_after_what_it_needs_and_takes_its_argument():
    found = activities({"justfile": JUST}, run="just plan prod")
    assert [(one.act, one.directory) for one in found] == [(Act.FMT, ""), (Act.PLAN, "live/prod")]
