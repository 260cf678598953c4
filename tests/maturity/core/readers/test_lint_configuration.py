"""pre-commit and MegaLinter configuration."""

from __future__ import annotations

from maturity.core.readers import mega_linter, pre_commit
from maturity.core.readers.mega_linter import MegaLinter
from maturity.core.readers.pre_commit import PreCommit
from tests.maturity.core.readers.reading import read

HOOKS = """default_stages: [pre-commit]
ci:
  skip: [tflint]
repos:
  - repo: https://example.org/hooks
    rev: v1
    hooks:
      - id: tofu_fmt
        args: [--check]
      - id: tflint
        stages: [manual]
  - repo: local
    hooks:
      - id: own
        entry: ./check.sh
        language: script
        pass_filenames: false
"""


def test_hooks_know_their_repository_arguments_and_stages() -> None:
    found = read(pre_commit.reader, ".pre-commit-config.yaml", HOOKS)
    assert isinstance(found, PreCommit)
    fmt, tflint, own = found.hooks
    assert (fmt.id, fmt.line, fmt.rev) == ("tofu_fmt", 8, "v1")
    assert (fmt.args, fmt.stages) == (("--check",), ("pre-commit",))
    assert tflint.stages == ("manual",)
    assert (own.repo, own.entry, own.pass_filenames) == ("local", "./check.sh", False)
    assert (found.has_ci, found.ci_skip) == (True, ("tflint",))


def test_no_block_for_the_service_means_it_does_not_run() -> None:
    found = read(pre_commit.reader, ".pre-commit-config.yaml", "repos: []\n")
    assert isinstance(found, PreCommit)
    assert not found.has_ci


def test_linters_are_listed_however_they_are_written() -> None:
    text = "ENABLE: TERRAFORM, YAML\nDISABLE_LINTERS:\n  - TERRAFORM_KICS\n"
    errors = "TERRAFORM_TFLINT_DISABLE_ERRORS: true\n"
    found = read(mega_linter.reader, ".mega-linter.yml", text + errors)
    assert isinstance(found, MegaLinter)
    assert found.names("ENABLE") == ("TERRAFORM", "YAML")
    assert found.names("DISABLE_LINTERS") == ("TERRAFORM_KICS",)
    assert found.only_reports("TERRAFORM_TFLINT")
    assert not found.only_reports("TERRAFORM_CHECKOV")
