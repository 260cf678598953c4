from __future__ import annotations

import pytest

from releases.core.terraform import service_in, wants

MAIN = """
resource "aws_ecs_service" "shell" {
  name                               = "ai-shell"
  desired_count                      = var.tasks
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = "200"
  health_check_grace_period_seconds  = 60
  deployment_circuit_breaker {
    enable   = true
    rollback = false
  }
  alarms {
    alarm_names = ["errors"]
    enable      = true
    rollback    = true
  }
  deployment_configuration {
    strategy             = "BLUE_GREEN"
    bake_time_in_minutes = 30
  }
  load_balancer {
    target_group_arn = aws_lb_target_group.blue.arn
  }
}
"""
ALB = """
resource "aws_lb_target_group" "blue" {
  deregistration_delay = 120
  slow_start           = 30
  health_check {
    interval          = 15
    healthy_threshold = 3
  }
}
resource "aws_lb_target_group" "other" {
  deregistration_delay = 5
}
resource "aws_lb" "this" {
  idle_timeout = 300
}
"""
FILES = {"live/prod/main.tf": MAIN, "live/prod/alb.tf": ALB}


def test_every_setting_is_read_with_its_line():
    found = service_in(FILES, "ai-shell", ())
    assert {name: one.value for name, one in found.items()} == {
        "desired_count": None, "minimum_healthy_percent": 100, "maximum_percent": 200,
        "health_check_grace_period": 60, "circuit_breaker": True, "circuit_breaker_rollback": False,
        "alarms_rollback": True, "deployment_strategy": "BLUE_GREEN", "bake_time": 1_800,
        "deregistration_delay": 120, "slow_start": 30, "health_check_seconds": 45, "idle_timeout": 300,
    }  # fmt: skip
    assert (found["deregistration_delay"].path, found["deregistration_delay"].line) == ("live/prod/alb.tf", 3)


def test_a_variable_is_not_known_and_shown_as_it_is_written():
    tasks = service_in(FILES, "ai-shell", ())["desired_count"]
    assert (tasks.value, tasks.text, tasks.line) == (None, "var.tasks", 4)


def test_what_is_not_written_is_left_out():
    found = service_in({"a.tf": 'resource "aws_ecs_service" "a" {\n  name = "x"\n}'}, "x", ())
    assert found == {}


@pytest.mark.parametrize(
    ("name", "folders", "known"),
    [("ai-shell", (), True), ("other", (), False), ("other", ("live/prod",), False)],
)
def test_a_service_that_is_called_otherwise_is_another_one(name: str, folders: tuple[str, ...], known: bool):
    assert bool(service_in(FILES, name, folders)) is known


def test_one_whose_name_is_a_variable_is_it_when_it_stands_with_its_stacks():
    files = {
        "a/m.tf": MAIN.replace('"ai-shell"', "var.name"),
        "b/m.tf": MAIN.replace('"ai-shell"', "local.n"),
    }
    assert service_in(files, "ai-shell", ("a",))["minimum_healthy_percent"].path == "a/m.tf"
    assert service_in(files, "ai-shell", ()) == {}


@pytest.mark.parametrize(
    "written", ["var.delay", "120 * 2", '"${var.x}"', "local.a", "-1", "null", "12345678901"]
)
def test_an_expression_is_never_taken_for_a_number(written: str):
    alb = ALB.replace("= 120", f"= {written}")
    found = service_in({**FILES, "live/prod/alb.tf": alb}, "ai-shell", ())
    assert found["deregistration_delay"].value is None


def test_broken_and_hostile_files_are_borne():
    service_in(
        {"a.tf": 'resource "aws_ecs_service" {', "b.tf": "{" * 50_000, "c.tf": MAIN[:200]}, "ai-shell", ()
    )


@pytest.mark.parametrize(
    ("path", "wanted"), [("a.tf", True), (".terraform/m/a.tf", False), ("a.tfvars", False)]
)
def test_files_of_downloaded_modules_are_not_ours(path: str, wanted: bool):
    assert wants(path) is wanted
