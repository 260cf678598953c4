from __future__ import annotations

from maturity.core.ci import drone
from tests.maturity.core.ci.reaching import steps, when


def test_triggers_narrow_a_pipeline_and_when_narrows_a_step():
    files = {".drone.yml": """\
        kind: pipeline
        name: infra
        trigger:
          event: [push, pull_request]
        steps:
        - name: plan
          image: hashicorp/terraform
          commands: [terraform plan]
        - name: apply
          image: hashicorp/terraform
          commands: [terraform apply]
          when: {event: push, branch: main}
        ---
        kind: secret
        name: token
        """}  # fmt: skip
    assert when(drone, files, "plan") == {"PULL_REQUEST", "BRANCH", "DEFAULT"}
    assert when(drone, files, "apply") == {"DEFAULT"}


def test_a_promotion_is_by_hand_and_a_cron_is_set_up_on_the_server():
    files = {".drone.yml": """\
        kind: pipeline
        trigger: {event: [promote]}
        steps: [{name: a, image: x, commands: [terraform apply]}]
        ---
        kind: pipeline
        trigger: {event: [cron]}
        steps: [{name: b, image: x, commands: [terraform plan]}]
        """}  # fmt: skip
    assert when(drone, files, "apply") == {"MANUAL"}
    assert when(drone, files, "plan") == {"SCHEDULE?"}


def test_woodpecker_takes_a_mapping_of_steps_and_a_list_of_conditions():
    files = {".woodpecker/infra.yml": """\
        when:
        - event: pull_request
        - event: push
          branch: main
        steps:
          scan:
            image: bridgecrew/checkov
            commands: [checkov -d .]
            failure: ignore
        """}  # fmt: skip
    assert when(drone, files, "checkov") == {"PULL_REQUEST", "DEFAULT"}
    assert steps(drone, files)[0].soft == "failure: ignore"


def test_a_plugin_is_its_image_with_its_settings():
    files = {
        ".drone.yml": "kind: pipeline\nsteps:\n- {image: 'acme/drone-terraform:1', settings: {plan: true}}\n"
    }
    assert (steps(drone, files)[0].step.uses, steps(drone, files)[0].inputs) == (
        "image:acme/drone-terraform",
        {"plan": "true"},
    )
