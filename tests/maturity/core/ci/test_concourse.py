from __future__ import annotations

from maturity.core.ci import concourse
from maturity.core.facts.pipelines import Pipelines
from maturity.core.pipeline import Act
from tests.maturity.core.ci.reaching import delegated, steps, when
from tests.maturity.core.stacks.scanning import fact

RESOURCES = """\
resource_types:
- {name: pull-request, type: registry-image, source: {repository: acme/github-pr-resource}}
resources:
- {name: src, type: git, source: {branch: main}}
- {name: pr, type: pull-request, source: {}}
- {name: nightly, type: time, source: {interval: 24h}}
jobs:
"""
APPLY = "config: {platform: linux, run: {path: sh, args: [-ec, cd src/infra && terraform apply]}}"


def pipeline(jobs: str, **more: str) -> dict[str, str]:
    files = {path.replace("__", "/") + ".yml": text for path, text in more.items()}
    return {"ci/pipeline.yml": RESOURCES + jobs, **files}


def test_the_resource_that_triggers_decides_the_event():
    files = pipeline("""\
- name: check
  plan:
  - {get: pr, trigger: true}
  - {task: a, config: {platform: linux, run: {path: pr/ci/check.sh}}}
- name: drift
  plan:
  - in_parallel: [{get: nightly, trigger: true}, {get: src}]
  - {task: b, config: {platform: linux, run: {path: src/ci/drift.sh}}}
""")
    assert when(concourse, files, "./ci/check.sh") == {"PULL_REQUEST"}
    assert when(concourse, files, "./ci/drift.sh") == {"SCHEDULE"}
    assert steps(concourse, files, "drift")[0].context.crons == ("24h",)


def test_a_job_that_follows_another_without_a_trigger_is_started_by_hand():
    files = pipeline(f"""\
- name: plan
  plan:
  - {{get: src, trigger: true}}
- name: apply
  serial: true
  plan:
  - {{get: src, passed: [plan]}}
  - task: apply
    {APPLY}
""")
    (apply,) = steps(concourse, files, "apply")
    assert when(concourse, files, "apply") == {"DEFAULT"}
    assert (apply.context.gate, apply.context.serial) == ("started by hand after plan", "serial: true")
    assert apply.run == "cd ./infra && terraform apply"


def test_a_job_nothing_triggers_is_by_hand_alone():
    files = pipeline(f"- name: apply\n  plan:\n  - get: src\n  - task: apply\n    {APPLY}\n")
    assert when(concourse, files, "apply") == {"MANUAL"}


def test_a_task_file_of_this_repository_is_opened_and_others_are_not():
    task = "platform: linux\ninputs: [{name: src}]\nparams: {ACTION: plan}\nrun: {path: src/ci/tf.sh}\n"
    files = pipeline("""\
- name: a
  plan:
  - {get: src, trigger: true}
  - {task: t, file: src/ci/tasks/tf.yml, params: {ACTION: apply}}
  - {task: u, file: src/elsewhere.yml}
""", ci__tasks__tf=task)  # fmt: skip
    (step,) = steps(concourse, files, "tf.sh")
    assert (step.path, step.env["ACTION"]) == ("ci/tasks/tf.yml", "apply")
    assert delegated(concourse, files) == {"task-file:src/elsewhere.yml"}


def test_tries_are_soft_and_failure_hooks_uncertain():
    files = pipeline("""\
- name: a
  plan:
  - {get: src, trigger: true}
  - try: {task: t, config: {platform: linux, run: {path: checkov}}}
  - task: u
    config: {platform: linux, run: {path: tflint}}
    on_failure: {task: v, config: {platform: linux, run: {path: ./notify.sh}}}
""")
    assert steps(concourse, files, "checkov")[0].soft == "try"
    assert when(concourse, files, "notify") == {"DEFAULT?"}


PUTS = """\
resource_types:
- {name: tf, type: registry-image, source: {repository: acme/terraform-resource}}
resources:
- {name: repo, type: git, source: {uri: git@example.org:acme/infra, branch: main}}
- {name: stack, type: tf, source: {}}
jobs:
- name: apply
  plan:
  - {get: repo, trigger: true}
  - {put: stack, params: {terraform_source: repo/infra}}
"""


def test_a_resource_type_is_known_by_its_image() -> None:
    (found,) = fact(Pipelines, {"ci/pipeline.yml": PUTS}).activities
    assert (found.act, found.tool, found.directory) == (Act.APPLY, "terraform", "infra")
