"""Actions of the repository itself."""

from __future__ import annotations

from maturity.core.readers.action import read, wants


def test_a_composite_action_has_steps_and_inputs() -> None:
    written = b"inputs: {dir: {default: infra}, x: }\nruns: {using: composite, steps: [{run: plan}]}"
    action = read("action.yml", written)
    assert action is not None
    assert (action.using, action.inputs) == ("composite", {"dir": "infra", "x": ""})
    assert [step.run for step in action.steps] == ["plan"]


def test_a_docker_action_names_its_image() -> None:
    action = read("action.yml", b"runs: {using: docker, image: docker://alpine}")
    assert action is not None
    assert (action.using, action.entry, action.steps) == ("docker", "docker://alpine", ())


def test_a_file_of_that_name_that_runs_nothing_is_something_else() -> None:
    assert read("action.yml", b"en: {title: Action}") is None
    assert read("action.yml", b"- a") is None
    assert read("action.yml", b"") is None
    assert wants("x/action.yaml")
    assert not wants("x/reaction.yml")
