from __future__ import annotations

from maturity.core.ci import cloud_build
from tests.maturity.core.ci.reaching import steps, when

BUILD = """\
steps:
- id: plan
  name: hashicorp/terraform:1.9
  args: [plan, -out=p]
  dir: infra
- name: gcr.io/x/tools
  entrypoint: bash
  args:
  - -c
  - |
    terraform apply
substitutions: {_ENV: prod}
"""
TRIGGER = """\
resource "google_cloudbuild_trigger" "t" {
  filename = "cloudbuild.yaml"
  github {
    %s
  }
}
"""


def test_what_starts_a_build_is_on_the_server():
    assert when(cloud_build, {"cloudbuild.yaml": BUILD}, "apply") == {"CALLED", "PULL_REQUEST?", "DEFAULT?"}


def test_a_container_keeps_its_arguments_and_a_shell_its_script():
    plan, apply, *_ = steps(cloud_build, {"cloudbuild.yaml": BUILD})
    assert (plan.step.uses, plan.run, plan.cwd) == ("image:hashicorp/terraform:1.9", "plan -out=p", "infra")
    assert (apply.run, apply.step.run_line, apply.env["_ENV"]) == ("terraform apply\n", 11, "prod")


def test_a_trigger_declared_here_says_when():
    on_push = {"cloudbuild.yaml": BUILD, "ci.tf": TRIGGER % 'push {\n branch = "^main$"\n }'}
    on_change = {"cloudbuild.yaml": BUILD, "ci.tf": TRIGGER % 'pull_request {\n branch = "^main$"\n }'}
    assert when(cloud_build, on_push, "apply") == {"DEFAULT"}
    assert when(cloud_build, on_change, "apply") == {"PULL_REQUEST"}


def test_a_step_that_may_fail_is_soft():
    files = {"cloudbuild.yaml": "steps:\n- {name: tflint, args: [.], allowFailure: true}\n"}
    assert steps(cloud_build, files)[0].soft == "allowFailure: true"
