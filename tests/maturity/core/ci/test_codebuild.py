from __future__ import annotations

from maturity.core.ci import codebuild
from tests.maturity.core.ci.reaching import steps, when

SPEC = """\
version: 0.2
env: {variables: {TF_IN_AUTOMATION: "1"}}
phases:
  pre_build: {commands: [cd infra, terraform init]}
  build:
    commands:
    - terraform apply
    finally: [./report.sh]
"""


def test_what_starts_a_build_lies_outside_the_file():
    assert when(codebuild, {"buildspec.yml": SPEC}, "apply") == {"CALLED", "PULL_REQUEST?", "DEFAULT?"}


def test_a_folder_entered_in_one_phase_holds_in_the_next():
    apply = steps(codebuild, {"ci/buildspec-apply.yaml": SPEC}, "apply")[0]
    assert (apply.cwd, apply.env["TF_IN_AUTOMATION"], apply.step.run_line) == ("infra", "1", 7)


def test_a_finally_command_is_soft():
    assert steps(codebuild, {"buildspec.yml": SPEC}, "report")[0].soft == "finally"


PROJECT = """\
resource "aws_codebuild_project" "p" {
  name = "plan"
  source {
    type      = "GITHUB"
    buildspec = "buildspec.yml"
  }
}
"""


def test_a_webhook_declared_here_says_what_starts_the_build():
    webhook = """\
resource "aws_codebuild_webhook" "w" {
  project_name = aws_codebuild_project.p.name
  filter_group {
    filter {
      type    = "EVENT"
      pattern = "PULL_REQUEST_CREATED,PULL_REQUEST_UPDATED"
    }
  }
}
"""
    files = {"buildspec.yml": SPEC, "ci.tf": PROJECT + webhook}
    assert when(codebuild, files, "apply") == {"PULL_REQUEST"}


def test_a_pipeline_declared_here_starts_it_on_its_branch_after_its_approval():
    pipeline = """\
resource "aws_codepipeline" "c" {
  stage {
    action {
      category      = "Source"
      configuration = { BranchName = "main" }
    }
  }
  stage {
    action {
      category = "Approval"
    }
  }
  stage {
    action {
      category      = "Build"
      configuration = { ProjectName = aws_codebuild_project.p.name }
    }
  }
}
"""
    files = {"buildspec.yml": SPEC, "ci.tf": PROJECT + pipeline}
    assert when(codebuild, files, "apply") == {"DEFAULT"}
    assert steps(codebuild, files, "apply")[0].context.gate == "an approval of the CodePipeline"


def test_a_project_that_uses_another_buildspec_says_nothing_about_this_one():
    files = {"ci/buildspec-plan.yml": SPEC, "ci.tf": PROJECT}
    assert when(codebuild, files, "apply") == {"CALLED", "PULL_REQUEST?", "DEFAULT?"}
