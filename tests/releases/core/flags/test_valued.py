"""Files that give flags a value in an environment."""

from __future__ import annotations

import pytest

from releases.core.flags import read

COMPOSE = """services:
  app:
    environment:
      FF_A: "true"
      FF_B: ${FF_B:-x}
      FF_C: 3
      OTHER: 1
  other:
    environment:
      - FF_D=blue
"""
MANIFEST = """kind: Deployment
spec:
  containers:
    - env:
        - name: FF_A
          value: "false"
        - name: FF_B
          valueFrom: {secretKeyRef: {name: x}}
"""
TASK = '{"containerDefinitions": [{"environment": [{"name": "FF_A", "value": "true"}]}]}'
TERRAFORM = """locals {
  flags = { FF_A = "true", FF_B = var.b }
  # FF_C = "true"
  FF_D = 3
}
resource "aws_ecs_task_definition" "app" {
  container_definitions = jsonencode([{
    environment = [
      { name = "FF_E", value = "blue" },
      { value = "${var.x}", name = "FF_F" },
    ]
  }])
}
"""


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("docker-compose.prod.yml", COMPOSE,
         {"FF_A": (True, 4), "FF_B": (None, 5), "FF_C": (3, 6), "FF_D": ("blue", 10)}),
        ("deploy/production/app.yaml", MANIFEST, {"FF_A": (False, 5), "FF_B": (None, 7)}),
        ("ecs/prod/task.json", TASK, {"FF_A": (True, 1)}),
        ("live/prod/main.tf", TERRAFORM,
         {"FF_A": (True, 2), "FF_B": (None, 2), "FF_D": (3, 4), "FF_E": ("blue", 9), "FF_F": (None, 10)}),
        ("prod.tfvars", 'FF_A = false\n', {"FF_A": (False, 1)}),
        (".env.production", "# FF_X=1\nexport FF_A=true\nFF_B=$OTHER\nFF_TOKEN=hunter2\n",
         {"FF_A": (True, 2), "FF_B": (None, 3), "FF_TOKEN": ("[redacted]", 4)}),
    ],
)  # fmt: skip
def test_values_of_an_environment_are_read_with_their_lines(path, text, expected):
    found = read(path, text.encode()).valued
    assert {one.environment for one in found} == {"prod"}
    assert {one.key: (one.value, one.line) for one in found} == expected
    assert all(one.note == ("computed" if one.value is None else "") for one in found)


@pytest.mark.parametrize(
    "path", ["docker-compose.yml", "docker-compose.dev.yml", ".env", ".env.prod.example"]
)
def test_a_file_of_no_environment_that_releases_go_to_sets_nothing(path):
    text = "FF_A=true\n" if "env" in path else COMPOSE
    assert read(path, text.encode()).valued == ()
