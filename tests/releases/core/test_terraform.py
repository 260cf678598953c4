from __future__ import annotations

import pytest

from releases.core import terraform
from releases.core.terraform import wants

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


def service_in(files, name, folders):
    return terraform.service_in(files, name, folders).lines


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


DEPLOYING = """
resource "aws_ecs_service" "shell" {
  name            = "ai-shell"
  task_definition = aws_ecs_task_definition.shell.arn
  alarms {
    alarm_names = []
    enable      = false
    rollback    = true
  }
  deployment_configuration {
    strategy = "CANARY"
    canary_configuration {
      canary_percent              = 0.5
      canary_bake_time_in_minutes = "10"
    }
    linear_configuration {
      step_percent              = 10.0
      step_bake_time_in_minutes = var.minutes
    }
    lifecycle_hook {
      target_type      = "PAUSE"
      lifecycle_stages = ["POST_SCALE_UP", "PRE_PRODUCTION_TRAFFIC_SHIFT"]
    }
    lifecycle_hook {
      target_type      = "AWS_LAMBDA"
      lifecycle_stages = ["PRE_SCALE_UP"]
    }
  }
  load_balancer {
    target_group_arn = aws_lb_target_group.blue.arn
    advanced_configuration {
      alternate_target_group_arn = aws_lb_target_group.green.arn
    }
  }
}
resource "aws_lb_target_group" "blue" {
  deregistration_delay = 300
  slow_start           = 0
  stickiness {
    type    = "lb_cookie"
    enabled = false
  }
}
resource "aws_lb_target_group" "green" {
  deregistration_delay = 60
  slow_start           = 30
  stickiness {
    type    = "lb_cookie"
    enabled = true
  }
}
resource "aws_ecs_task_definition" "shell" {
  family = "ai-shell"
  container_definitions = jsonencode([
    { name = "log", image = "fluentbit:1", stopTimeout = 5 },
    {
      name  = "web"
      image = "${var.registry}/shell:${lookup(var.tags, "web")}"
      portMappings = [{ containerPort = 80, stopTimeout = 1 }]
      environment = [{ name = "stopTimeout", value = "9" }] # stopTimeout = 7
      stopTimeout = 90
    },
  ])
}
"""


def test_blue_and_green_steps_pauses_and_containers_are_read_too():
    found = service_in({"live/main.tf": DEPLOYING}, "ai-shell", ())
    assert {name: one.value for name, one in found.items()} == {
        "deployment_strategy": "CANARY", "canary_percent": 0.5, "canary_bake_time": 600, "step_percent": 10,
        "step_bake_time": None, "pause_stages": "POST_SCALE_UP, PRE_PRODUCTION_TRAFFIC_SHIFT",
        "deregistration_delay": 60, "slow_start": 30, "stickiness": True, "stop_timeout": 90,
    }  # fmt: skip
    lines = DEPLOYING.split("\n")
    assert "stopTimeout = 90" in lines[found["stop_timeout"].line - 1]
    assert "60" in lines[found["deregistration_delay"].line - 1]


def test_of_two_target_groups_one_that_nobody_finds_leaves_both_unknown():
    found = service_in({"a.tf": DEPLOYING.replace('"green" {', '"other" {')}, "ai-shell", ())
    assert {"deregistration_delay", "slow_start", "stickiness"} & set(found) == set()


def test_which_of_two_load_balancers_it_is_nobody_guesses():
    more = ALB + 'resource "aws_lb" "other" {\n  idle_timeout = 60\n}\n'
    assert "idle_timeout" not in service_in({**FILES, "live/prod/alb.tf": more}, "ai-shell", ())


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ('jsonencode([{ name = "web", stopTimeout = 30 }])', 30),
        ('jsonencode([{ name = "web", stopTimeout = var.stop }])', None),
        ('<<-EOT\n    [{"name": "web", "stopTimeout": 45, "essential": true}]\n  EOT', 45),
        ('jsonencode([{ stopTimeout = 60 }, { stopTimeout = 20 }])', 20),
        ('jsonencode([{ stopTimeout : 60 }, { stopTimeout = local.s }])', None),
    ],
)  # fmt: skip
def test_the_least_stop_timeout_is_read_where_it_is_written_out(written: str, value: int | None):
    files = {"a.tf": _defined(written)}
    assert service_in(files, "ai-shell", ())["stop_timeout"].value == value


@pytest.mark.parametrize(
    "written",
    [
        "var.containers", 'file("c.json")', 'jsonencode([for c in var.c : { stopTimeout = 5 }])',
        'jsonencode([local.web, { stopTimeout = 5 }])', 'jsonencode([{ name = "web" }])', "jsonencode([",
        'jsonencode([{ stopTimeout = 5 }, { name = "b" }])', 'jsonencode(concat([{ stopTimeout = 5 }], []))',
    ],
)  # fmt: skip
def test_containers_that_are_not_written_out_say_nothing(written: str):
    assert "stop_timeout" not in service_in({"a.tf": _defined(written)}, "ai-shell", ())


def _defined(written: str) -> str:
    return (
        'resource "aws_ecs_service" "s" {\n  name = "ai-shell"\n'
        "  task_definition = aws_ecs_task_definition.t.arn\n}\n"
        f'resource "aws_ecs_task_definition" "t" {{\n  container_definitions = {written}\n}}\n'
    )
